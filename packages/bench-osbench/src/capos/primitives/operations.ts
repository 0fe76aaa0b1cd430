import type { Mechanisms, Metric, PartOutcome } from '@capbench/core'
import type { IntentId } from '../../intents/intents.ts'
import type { Condition } from '../../table/cell.ts'
import { workOf } from '../../table/table.ts'
import type { PrimitiveRun } from './records.ts'

/** One initial measurement of the spec's table. */
export interface Operation {
  /** Name of its metric and of `op` in its batches. */
  readonly name: string
  /** The calls, in the system's own words. */
  readonly mechanism: string
  /** What the system must be found to offer. */
  readonly subsystem: string
  /** The intent whose Linux mechanism is the counterpart, with what differs; or why there is none. */
  readonly beside: { readonly intent: IntentId; readonly difference: string } | { readonly none: string }
  readonly conditions?: readonly Condition[]
}

/** What the operation is on capOS, and on Linux what stands beside it. */
function operationMechanisms({ name, beside, conditions = [] }: Operation): Mechanisms {
  const capos = { label: name, conditions }
  const linux = 'intent' in beside ? workOf(beside.intent, 'linux-guest') : undefined
  if (!('intent' in beside) || linux === undefined) return { capos: { ...capos, counterparts: [] } }
  const counterpart = { system: 'linux', label: linux.label, difference: beside.difference }
  return { linux: { label: linux.label, counterparts: [] }, capos: { ...capos, counterparts: [counterpart] } }
}

/** Middle value; of an even count the mean of the two in the middle. NaN for none. */
function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2
}

/** What became of an operation: by its batches, and where there are none by what the system answered. */
function operationOutcome({ name, subsystem }: Operation, run: PrimitiveRun): PartOutcome {
  const fixture = run.origins.find(({ kind }) => kind === 'fixture')
  const notes = fixture === undefined ? [] : [`fixture: ${fixture.says}`]
  const batches = run.batches.filter(({ op }) => op === name)
  const probe = run.probes.find((each) => each.subsystem === subsystem)
  const asked = probe && `${subsystem}: asked by ${probe.tried}, it answered: ${probe.came}`
  if (batches.length > 0) {
    if (probe?.there !== false) return { measured: true, notes }
    return { measured: false, reason: 'verifier_rejected', detail: `${asked}; yet ${name} was measured`, notes }
  }
  if (probe?.there === false) {
    return { measured: false, reason: 'not_applicable', cause: 'no_subsystem', detail: asked ?? '', notes }
  }
  const said = asked ?? `nobody asked for ${subsystem}`
  return { measured: false, reason: 'workload_error', detail: `no batch of ${name} came, and ${said}`, notes }
}

/** The metric of an operation: cycles for each, the median of the batches of a run. */
export function operationMetric<O extends PrimitiveRun>(operation: Operation): Metric<'cycles', O, unknown> {
  return {
    unit: 'cycles',
    clock: 'user-cycle-counter',
    better: 'lower',
    mechanisms: operationMechanisms(operation),
    outcome: (run) => operationOutcome(operation, run),
    from: (run) => middle(run.batches.filter(({ op }) => op === operation.name).map(({ n, cycles }) => cycles / n)),
  }
}
