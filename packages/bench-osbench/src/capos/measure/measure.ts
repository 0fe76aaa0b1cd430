import {
  type Benchmark,
  CapbenchError,
  defineAuthorityProfile,
  defineBenchmark,
  type Metric,
  refuseUnknownOptions,
  smp,
  Type,
  type Unit,
  verdictOf,
} from '@capbench/core'
import { type MeasureLog, measureLog } from './parse.ts'

/** A figure of the log that its author vouches for. */
export interface KnownFigure {
  /** Words and pairs by which its line is found; exactly one line of a run must have all of them. */
  readonly line: { readonly words?: readonly string[]; readonly pairs?: Readonly<Record<string, string>> }
  /** The key whose value it is: a decimal number. */
  readonly key: string
  readonly unit: Extract<Unit, 'cycles' | 'scaled-cycles' | 'ns' | 'count'>
}

/** How a log of `make run-measure` is read. */
export interface MeasureOptions {
  /** Exit code that says that all is over. */
  readonly exit: number
  /** By the name of the metric. Nothing of the log is a result but what is named here. */
  readonly figures?: Readonly<Record<string, KnownFigure>>
}

const clocks = {
  cycles: 'user-cycle-counter',
  'scaled-cycles': 'user-cycle-counter',
  ns: 'CLOCK_MONOTONIC',
  count: 'none',
} as const

/** Values of a figure in a log, as text: one in a sound log. */
function valuesOf({ lines }: MeasureLog, { line, key }: KnownFigure): readonly string[] {
  const { words = [], pairs = {} } = line
  const has = (found: MeasureLog['lines'][number], name: string, value: string) =>
    found.pairs.some((pair) => pair.key === name && pair.value === value)
  return lines
    .filter((found) => words.every((word) => found.words.includes(word)))
    .filter((found) => Object.entries(pairs).every(([name, value]) => has(found, name, value)))
    .flatMap((found) => found.pairs.filter((pair) => pair.key === key).map(({ value }) => value))
}

const decimal = /^(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?$/

function figureMetric(name: string, figure: KnownFigure): Metric<Unit, MeasureLog, unknown> {
  return {
    unit: figure.unit,
    clock: clocks[figure.unit],
    better: 'lower',
    mechanisms: { capos: { label: name, conditions: ['measure_kernel'], counterparts: [] } },
    verify: {
      name: 'one-figure',
      version: 1,
      judge: (log) => {
        const values = valuesOf(log, figure)
        const odd = values.length === 1 ? values.find((value) => !decimal.test(value)) : `${values.length} of them`
        return verdictOf({ [name]: odd === undefined ? undefined : `one decimal ${figure.key} was wanted, got ${odd}` })
      },
    },
    from: (log) => Number(valuesOf(log, figure)[0]),
  }
}

/**
 * A log of `make run-measure`, to be imported. Its keys are known to nobody here: each line is kept, and what no
 * `figures` names is an observation without unit or label, which no report prints as a result. Of itself it has one
 * metric, the number of lines, so that a log that lost some is seen.
 *
 * Nothing in such a log says that its work was right, so its rows say `measure_kernel` and enter no ratio.
 *
 * @throws CapbenchError CAPBENCH_USAGE for an unknown option, CAPBENCH_DEFINITION for a figure called `lines` or one
 *   whose name cannot be stored
 */
export function caposMeasure(options: MeasureOptions): Benchmark {
  refuseUnknownOptions('caposMeasure', options, ['exit', 'figures'])
  const { exit, figures = {} } = options
  if (Object.hasOwn(figures, 'lines'))
    throw new CapbenchError('CAPBENCH_DEFINITION', 'the metric `lines` counts the lines; name the figure otherwise')
  if (!(Number.isInteger(exit) && exit >= 0 && exit <= 255))
    throw new CapbenchError('CAPBENCH_USAGE', `caposMeasure wants an exit code from 0 to 255, got ${exit}`)
  const known = Object.entries(figures).map(([name, figure]) => [name, figureMetric(name, figure)] as const)
  const lines: Metric<Unit, MeasureLog, unknown> = {
    unit: 'count',
    clock: 'none',
    better: 'higher',
    from: (log) => log.lines.length,
  }
  return defineBenchmark({
    name: 'capos-measure',
    version: '1.0.0',
    module: import.meta.url,
    tier: 1,
    lineage: {
      inspiredBy: ['capOS make run-measure'],
      unsatisfied: ['the log does not say that what was measured answered rightly'],
      official: false,
    },
    parameters: Type.Object({}),
    cases: [smp(1)],
    corpus: {
      name: 'no input',
      // SHA-256 of no bytes.
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    backing: 'none',
    authority: defineAuthorityProfile({
      name: 'capos-measure',
      terms: ['cpu', 'clock.cycles', 'process.spawn', 'thread.spawn', 'ipc.futex'],
      posture: { kernel: 'measurement' },
    }),
    requires: [],
    unsupportedPolicy: 'A log of the measurement kernel of capOS; other systems have none.',
    workloads: { capos: { form: 'console' } },
    comparison: { partition: 'none', timedRegion: 'whatever each line of the kernel times' },
    nondeterminism: [
      { path: 'lines', rule: 'any', why: 'lines hold what was measured' },
      { path: 'otherLines', rule: 'any', why: 'the system prints what it likes besides' },
    ],
    proofs: [],
    parser: measureLog(exit),
    verify: {
      name: 'measure-log',
      version: 1,
      judge: (log) => verdictOf({ 'lines of the format': log.lines.length > 0 ? undefined : 'there is none' }),
    },
    metrics: Object.fromEntries([['lines', lines], ...known]),
    method: { warmup: { runs: 0, why: 'it is imported' }, runs: 5, timeoutMs: 300_000 },
  })
}
