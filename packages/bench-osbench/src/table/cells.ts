import type { NotApplicableCause, Subsystem } from '@capbench/core'
import type { IntentId } from '../intents/intents.ts'
import type { Absent, Cell, Condition, Over, Work } from './cell.ts'

interface Details {
  readonly requires?: readonly Subsystem[]
  readonly differs?: readonly string[]
  readonly shows?: IntentId
  readonly only?: Work['only']
}

const common = (label: string, mechanism: string, { requires = [], differs = [], shows, only }: Details) =>
  ({ kind: 'workload', label, mechanism, requires, differs, ...(shows && { shows }), ...(only && { only }) }) as const

/** A mechanism that stands alone: no ratio is formed of it. */
export function alone(
  label: string,
  mechanism: string,
  details: Details & { readonly conditions?: readonly Condition[] } = {},
): Work {
  const under = details.conditions && { conditions: details.conditions }
  return { ...common(label, mechanism, details), over: null, ...under }
}

/** A mechanism with a counterpart on Linux. */
export function compared(label: string, mechanism: string, over: Over, details: Details = {}): Work {
  return { ...common(label, mechanism, details), over }
}

/** @param about what is lacking, by a short name; of a lacking subsystem the name it is asked for by */
export function notApplicable(cause: NotApplicableCause, about: string, detail: string): Absent {
  return { kind: 'not_applicable', cause, about, detail }
}

/** The same cell for a guest and for the host. */
export function linux(cell: Cell): { readonly 'linux-guest': Cell; readonly 'linux-native': Cell } {
  return { 'linux-guest': cell, 'linux-native': cell }
}

/** What Linux does, as the intent says it. */
export function onLinux(label: string, mechanism: string, requires: readonly Subsystem[] = [], shows?: IntentId) {
  return linux(alone(label, mechanism, { requires, ...(shows && { shows }) }))
}

/** Why a machine without an operating system has nothing for an intent. */
export const noSystem = {
  process: notApplicable('no_subsystem', 'process.spawn', 'one program has the whole machine'),
  file: notApplicable('no_subsystem', 'file', 'nothing is kept under names'),
  network: notApplicable('no_subsystem', 'net.loopback', 'there is no stack'),
  ipc: notApplicable('no_subsystem', 'ipc.pipe', 'there is nobody to speak to but another CPU'),
  signal: notApplicable('no_subsystem', 'signal', 'exceptions are the nearest, under signal.prot'),
  boundary: notApplicable('no_semantics', 'privilege_boundary', 'the program runs in ring 0 and enters nothing'),
} as const

/** On every system: nobody will translate it. */
export function outOfScope(detail: string) {
  const cell = notApplicable('out_of_scope', 'scope', detail)
  return { ...linux(cell), bare: cell, capos: cell }
}
