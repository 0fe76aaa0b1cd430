import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Baseline, type Benchmark, readBaseline, regression, withGates } from '@capbench/core'
import type { Flags } from '../options/flags.ts'
import { names, oneOf, usage } from '../options/usage.ts'

/** A baseline is small; what is larger was not meant. */
const maxBytes = 8 * 1024 * 1024

/**
 * What gives a benchmark a regression gate for every row of `--baseline` that is of it; undefined without that flag.
 * The gates are part of what was chosen, so whoever derives the evidence again gives the same file.
 *
 * @throws CAPBENCH_USAGE for a file that cannot be read, and for --changed without --baseline; CAPBENCH_HOSTILE for a
 *   file that is no baseline
 */
export function baselineOf(flags: Flags, cwd: string): ((benchmark: Benchmark) => Benchmark) | undefined {
  const file = flags.text('baseline')
  const changed = flags.text('changed')
  if (file === undefined) {
    if (changed === undefined) return undefined
    throw usage('--changed says what differs from a baseline; give it with --baseline')
  }
  const baseline = read(resolve(cwd, file))
  const parts = changed === undefined ? [] : names('--changed', changed)
  const intended = parts.map((part) => oneOf('--changed', part, ['workload', 'identity']))
  return (benchmark) => gatesFrom(benchmark, baseline, intended)
}

function gatesFrom(benchmark: Benchmark, baseline: Baseline, changed: readonly ('workload' | 'identity')[]): Benchmark {
  const cases = new Set(benchmark.cases.map(({ name }) => name))
  const metrics = new Set(benchmark.metrics.map(({ name }) => name))
  const own = baseline.rows.filter(
    (row) => row.benchmark === benchmark.name && cases.has(row.case) && metrics.has(row.metric),
  )
  // A gate is judged on every target: rows of two targets are one gate.
  const places = new Map(own.map((row) => [`${row.case} ${row.metric}`, { at: row.case, metric: row.metric }]))
  return withGates(
    benchmark,
    [...places.values()].map((place) => regression({ ...place, baseline, changed })),
  )
}

function read(file: string): Baseline {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile() !== true) throw usage(`--baseline must be a file, got ${JSON.stringify(file)}`)
  if (stat.size > maxBytes) throw usage(`--baseline has ${stat.size} bytes, at most ${maxBytes} are read`)
  return readBaseline(readFileSync(file))
}
