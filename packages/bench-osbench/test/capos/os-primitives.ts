import type { Benchmark } from '@capbench/core'
import { bootRecordsOf } from '@capbench/guest'
import { measuredVariants } from '../../src/intents/intents.ts'
import { osPrimitivesFullWith } from '../../src/measure/definition.ts'
import type { JoiningSystem } from '../../src/measure/joining.ts'
import { osbenchRecordsOf } from '../../src/measure/records.ts'
import { sourceOf } from '../../src/table/source.ts'
import { workOf } from '../../src/table/table.ts'
import { type FixtureRecord, record } from './fixtures.ts'

const onConsole = { from: 'console', nonce: 'none' } as const
const capos: JoiningSystem = {
  osbench: { form: 'console', parser: osbenchRecordsOf(onConsole) },
  proof: { form: 'console', parser: bootRecordsOf(onConsole) },
  clock: 'tsc-calibrated',
}
/** The full set with capOS in it. */
export const joined: Benchmark = osPrimitivesFullWith({ systems: { capos } })

/** Metrics that capOS measures by itself, with the label of the table. */
export const measuredThere = measuredVariants.flatMap((variant) => {
  const work = workOf(variant.intent, 'capos')
  return work !== undefined && sourceOf(variant, 'capos') === variant.name ? [{ name: variant.name, work }] : []
})

const tried = 'find its interface in the CapSet'
export const probe = (subsystem: string, there = true) =>
  record('probe', { subsystem, tried, came: there ? 'granted' : 'not granted', there })

/** One attempt at a metric: ten batches of 2 ms, of which each operation takes `ns`. */
function measured(name: string, mechanism: string, ns: number): readonly FixtureRecord[] {
  const operations = Math.round(2_000_000 / ns)
  const rows = Array.from({ length: 10 }, (_, index) => [operations * ns + index, operations * ns, 9000, 0, 0])
  return [
    record('intent', {
      ...{ id: name, attempt: 1, outcome: 'passed', mechanism, gate: 'none', check: '', detail: '' },
      ...{ operations, steps: 1, bytes: 4096, perFault: false, batches: rows.length },
      ...{ timedEach: 0, longestNs: 0, wallNs: 2e7 },
    }),
    record('batches', { id: name, attempt: 1, from: 0, rows }),
  ]
}

/**
 * Recorded-format fixture of a capOS that has everything: written here, no capOS ran. The seed says so too.
 *
 * @param figures metric, mechanism and ns of each
 */
export function recordsOf(
  figures: readonly (readonly [name: string, mechanism: string, ns: number])[],
  probes: readonly FixtureRecord[],
): readonly FixtureRecord[] {
  const env = { seed: 'f1f1f1f1f1f1f1f1', tickNs: 20, resolutionNs: 1, readPs: 0, loopPs: 0, cpus: 2 }
  return [
    record('env', { ...env, intents: figures.length }),
    ...probes,
    ...figures.flatMap((figure) => measured(...figure)),
    record('done', { canaryNs: 9000, filesLeft: 0 }),
  ]
}

export const allFigures = measuredThere.map(({ name, work }, index) => [name, work.label, 1000 + 10 * index] as const)
export const allProbes = [...new Set(measuredThere.flatMap(({ work }) => work.requires))].map((each) => probe(each))
