import {
  type AuthorityProfile,
  anyOf,
  type Benchmark,
  CapbenchError,
  type Clock,
  defineBenchmark,
  type Metric,
  type PerSystem,
  refuseUnknownOptions,
  type Setting,
  smp,
  Type,
  type Unit,
} from '@capbench/core'
import { bootProofWith } from '@capbench/guest'
import { intentOf, type MeasuredVariant, measuredVariants, type Variant, variants } from '../intents/intents.ts'
import { bareOsbenchProgram, osbenchProgram } from '../program.ts'
import { profileFor, questions, withheld } from './authority.ts'
import { attemptOf, bestCanary, cleanMedian, mebibytes } from './figures.ts'
import { type JoiningSystems, type OsbenchParameters, ofEach } from './joining.ts'
import { mechanismsOf } from './mechanisms.ts'
import { outcomeOf, reportedAs } from './outcome.ts'
import { type Percentile, percentileOf, percentileOutcome, percentiles } from './percentiles.ts'
import { type OsbenchRun, osbenchRecords } from './records.ts'
import { wholeRun } from './whole-run.ts'

const ownClocks = { linux: 'CLOCK_MONOTONIC', bare: 'tsc-calibrated' } as const

type OsbenchMetric = Metric<PerSystem<Unit>, OsbenchRun, unknown>

function metricOf(variant: MeasuredVariant, clock: PerSystem<Clock>): OsbenchMetric {
  const { unit, better, authority } = intentOf(variant.intent)
  return {
    unit,
    clock,
    better,
    authority,
    mechanisms: mechanismsOf(variant.intent),
    outcome: (run, { system }) => outcomeOf(run, variant, system),
    from: (run, { system }) => {
      const attempt = attemptOf(run, reportedAs(variant, system))
      const ns = attempt && cleanMedian(run, attempt)
      if (attempt === undefined || ns === undefined) return 0
      return unit === 'MiB/s' ? mebibytes(attempt, ns) : ns
    },
  }
}

/**
 * A metric that no system measures: its row is there all the same, with the reason. It asks for no term, since nobody
 * tries.
 */
function explainedMetric(variant: Variant, clock: PerSystem<Clock>): OsbenchMetric {
  const { authority: _none, ...metric } = metricOf({ ...variant, metric: variant.name, set: 'full' }, clock)
  return metric
}

/** Percentiles of single operations of a latency, as metrics of their own. */
function percentileMetrics(
  variant: MeasuredVariant,
  clock: PerSystem<Clock>,
): readonly (readonly [string, OsbenchMetric])[] {
  if (intentOf(variant.intent).unit !== 'ns') return []
  return (Object.keys(percentiles) as readonly Percentile[]).map((which) => [
    `${variant.metric}.${which}`,
    {
      unit: 'ns',
      clock,
      better: 'lower',
      authority: intentOf(variant.intent).authority,
      mechanisms: mechanismsOf(variant.intent),
      outcome: (run, { system }) => {
        const id = reportedAs(variant, system)
        const attempt = attemptOf(run, id)
        const typical = attempt && cleanMedian(run, attempt)
        if (typical === undefined) return outcomeOf(run, variant, system)
        return percentileOutcome(run, id, which, typical)
      },
      from: (run, { system }) => {
        const attempt = attemptOf(run, reportedAs(variant, system))
        return attempt === undefined ? 0 : percentileOf(attempt, which, run.envs[0]?.readPs ?? 0)
      },
    },
  ])
}

const inMeasuring = 'how long it takes is what is measured'
const inNoise = 'noise decides how many batches and attempts it takes'

interface SetOptions {
  readonly name: string
  readonly measured: readonly MeasuredVariant[]
  /** Rows that only say why there is no number. */
  readonly explained: readonly Variant[]
  readonly selector: 'quick' | 'full'
  /** Milliseconds for each intent. */
  readonly budgetMs: number
  /** Milliseconds for each intent in which operations are timed one by one; 0: none. */
  readonly singlesMs: number
  readonly timeoutMs: number
  readonly authority: AuthorityProfile
  readonly systems: JoiningSystems
}

function defineSet({ name, measured, explained, selector, authority, systems, ...limits }: SetOptions) {
  const clock = { ...ofEach(systems, (system) => system.clock), ...ownClocks }
  const args = ({ parameters }: Setting<OsbenchParameters>) => [
    String(parameters.budgetMs),
    String(parameters.singlesMs),
    withheld(authority),
    selector,
  ]
  return defineBenchmark({
    name,
    version: '1.0.0',
    module: import.meta.url,
    tier: 2,
    lineage: {
      inspiredBy: ['intents of lmbench 3', 'intents of UnixBench 6'],
      unsatisfied: ['programs, timing methods and reports of both: nothing of either is used or quoted'],
      official: false,
    },
    parameters: Type.Object({
      /** Milliseconds of batches for each intent. */
      budgetMs: Type.Integer({ default: limits.budgetMs, minimum: 20, maximum: 10_000 }),
      /** Milliseconds for each intent in which operations are timed one by one. */
      singlesMs: Type.Integer({ default: limits.singlesMs, minimum: 0, maximum: 10_000 }),
    }),
    cases: [smp(1), smp(2)],
    corpus: {
      name: 'no input',
      // SHA-256 of no bytes.
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    backing: 'memory',
    authority,
    requires: [anyOf('process.spawn', 'cpu.direct'), anyOf('clock.monotonic', 'clock.cycles')],
    unsupportedPolicy:
      'An intent that a system cannot do honestly is not_applicable, with what was asked and answered.',
    workloads: {
      ...ofEach(systems, ({ osbench }) => osbench),
      linux: { form: 'program', program: osbenchProgram, args },
      bare: { form: 'program', program: bareOsbenchProgram, args },
    },
    comparison: {
      partition: 'one process for each intent, on the first CPU; what is called diff_cpu has its peers on the second',
      timedRegion: 'batches of about 2 ms of one operation again and again, each checked inside its batch',
    },
    nondeterminism: [
      { path: 'envs', rule: 'any', why: 'clocks and seed are of one run' },
      { path: 'probes', rule: 'set', why: 'the order of questions means nothing' },
      { path: 'intents[].attempts', rule: 'any', why: inNoise },
      { path: 'done', rule: 'any', why: inMeasuring },
    ],
    proofs: [bootProofWith(ofEach(systems, ({ proof }) => proof))],
    parser: osbenchRecords,
    verify: wholeRun(questions(authority)),
    metrics: Object.fromEntries([
      ...measured.map((variant) => [variant.metric, metricOf(variant, clock)] as const),
      ...explained.map((variant) => [variant.name, explainedMetric(variant, clock)] as const),
      ...(limits.singlesMs === 0 ? [] : measured.flatMap((variant) => percentileMetrics(variant, clock))),
    ]),
    canary: bestCanary,
    method: {
      warmup: {
        runs: 0,
        why: 'Each intent is calibrated in its run, which warms it up, and first batches are left out.',
      },
      runs: 5,
      timeoutMs: limits.timeoutMs,
    },
  })
}

/** What may be changed of a set. */
export interface SetChange {
  /** Default: what its intents need. What the profile lacks is `not_applicable: no_authority`. */
  readonly authority?: AuthorityProfile
  /** Systems that bring a program of their own, such as capOS. */
  readonly systems?: JoiningSystems
}

type Fixed = Omit<SetOptions, 'authority' | 'systems'>

function changed(set: Fixed, change: SetChange): Benchmark {
  refuseUnknownOptions(set.name, change, ['authority', 'systems'])
  const { authority = profileFor(set.name, set.measured), systems = {} } = change
  const taken = Object.keys(systems).find((system) => Object.hasOwn(ownClocks, system))
  if (taken !== undefined)
    throw new CapbenchError('CAPBENCH_DEFINITION', `${set.name} has a program of its own for ${taken}`)
  return defineSet({ ...set, authority, systems })
}

/**
 * The quick set under another profile, or with more systems in it.
 *
 * @throws CapbenchError CAPBENCH_USAGE for an unknown option, CAPBENCH_DEFINITION for a system that this package has
 *   its own program for
 */
export function osPrimitivesWith(change: SetChange): Benchmark {
  const measured = measuredVariants.filter(({ set }) => set === 'quick')
  const limits = { budgetMs: 150, singlesMs: 0, timeoutMs: 120_000 }
  return changed({ name: 'os-primitives', measured, explained: [], selector: 'quick', ...limits }, change)
}

/** The same of the full set. Errors as above. */
export function osPrimitivesFullWith(change: SetChange): Benchmark {
  const limits = { budgetMs: 800, singlesMs: 200, timeoutMs: 900_000 }
  const explained = variants.filter(({ set }) => set === 'none')
  const sets = { measured: measuredVariants, explained }
  return changed({ name: 'os-primitives-full', ...sets, selector: 'full', ...limits }, change)
}

/** Primitives of an operating system, the quick set: seconds a run. */
export const osPrimitives: Benchmark = osPrimitivesWith({})

/** Every primitive, with both placements and every size: minutes a run. */
export const osPrimitivesFull: Benchmark = osPrimitivesFullWith({})
