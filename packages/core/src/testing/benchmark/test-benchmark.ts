import type { Benchmark, CaseName, Parameters } from '../../define/benchmark.ts'
import type { JsonObject } from '../../define/json.ts'
import { CapbenchError, messageOf } from '../../error.ts'
import { refuseUnknownOptions } from '../../options.ts'
import type { Target } from '../../target/target.ts'
import type { Check, Finding, Surroundings } from './check.ts'
import { definitionChecks } from './definition-checks.ts'
import { type RecordOptions, recordOn } from './from-target.ts'
import { metricChecks } from './metric-checks.ts'
import { mutationChecks } from './mutation-checks.ts'
import { tryMutants } from './mutation-run.ts'
import { accepted } from './outcome.ts'
import { profileFinding } from './profile.ts'
import { type RecordedTranscript, readRecording, rows } from './recording.ts'
import { runChecks } from './run-checks.ts'

/** One promise of a definition and whether it is kept. */
export interface BenchmarkCheck {
  readonly name: string
  readonly outcome: 'pass' | 'fail' | 'skip'
  /** Runs, mutants or values that were looked at; 0 where it was skipped. */
  readonly looked: number
  /** What was wrong, or why it was skipped; empty where it passed. */
  readonly details: readonly string[]
}

/** What the checks of a definition found. */
export interface BenchmarkReport {
  readonly benchmark: string
  /** No check failed. Skipped ones are listed: a skip is no pass. */
  readonly passed: boolean
  readonly checks: readonly BenchmarkCheck[]
  /** What the checks were made on: those that were given, or those that the target recorded. */
  readonly transcripts: readonly RecordedTranscript[]
}

interface Common {
  /** The bytes that the corpus digest is over, or the text that determines them. */
  readonly corpus?: string | Uint8Array
  /**
   * What describes surroundings and is no answer: `setup.page_size` of the record `setup`, all of the records `probe`,
   * `parameters.label`. It is not changed, so nobody knows what the verifier would make of it; say why.
   */
  readonly context?: readonly { readonly path: string; readonly why: string }[]
  /** Hears of every check as it ends. */
  readonly onCheck?: (check: BenchmarkCheck) => void
}

/** With what a definition is checked: a target, or transcripts that were recorded. */
export type TestBenchmarkOptions<B extends Benchmark = Benchmark> = Common &
  (
    | { readonly transcripts: readonly RecordedTranscript[] }
    | {
        /** It is run here, twice a case, with its proofs. */
        readonly target: Target
        /** Default: every case that is not opt-in. */
        readonly cases?: readonly CaseName<B>[]
        readonly parameters?: Partial<Parameters<B>>
        /** Runs of each case, at least 2. Default 2. */
        readonly runs?: number
        /** Runs cases with more CPUs than the host has. Default false. */
        readonly oversubscribe?: boolean
      }
  )

const common = ['corpus', 'context', 'onCheck']

/**
 * Holds a definition against what it promises, with real runs and with mutations of them: one suite for all plugins,
 * independent of any test runner. Nothing is thrown for what the definition does.
 *
 * @throws CAPBENCH_USAGE for an option, case or parameter that does not exist, and for no transcript at all
 */
export async function testBenchmark<const B extends Benchmark>(
  benchmark: B,
  options: TestBenchmarkOptions<B>,
): Promise<BenchmarkReport> {
  const own = 'target' in options ? ['target', 'cases', 'parameters', 'runs', 'oversubscribe'] : ['transcripts']
  refuseUnknownOptions('testBenchmark', options, [...own, ...common])
  const recorded = await recordedBy(benchmark, options)
  const recordings = recorded.transcripts.map((each, index) => readRecording(benchmark, each, index + 1))
  const context = (options.context ?? []).map(({ path }) => path)
  const sound = rows(recordings).flatMap((row) => {
    const first = row.map((recording) => ({ recording, evaluation: accepted(benchmark, recording) }))
    return first
      .flatMap(({ recording, evaluation }) => ('refused' in evaluation ? [] : [{ recording, evaluation }]))
      .slice(0, 1)
  })
  const around: Surroundings = {
    benchmark,
    recordings,
    sound,
    tried: sound.flatMap((each) => tryMutants(benchmark, each, context)),
    corpus: typeof options.corpus === 'string' ? new TextEncoder().encode(options.corpus) : options.corpus,
    context,
  }
  const { finding, profile } = recorded
  const ran: readonly Check[] = finding === undefined ? [] : [{ name: 'the target runs it', find: () => finding }]
  const narrow: Check = { name: 'the profile is no wider than needed', find: () => profile }
  const checks = [...ran, narrow, ...definitionChecks, ...runChecks, ...metricChecks, ...mutationChecks].map(
    (check) => {
      const held = hold(check, around)
      options.onCheck?.(held)
      return held
    },
  )
  const passed = checks.every(({ outcome }) => outcome !== 'fail')
  return { benchmark: benchmark.name, passed, checks, transcripts: recorded.transcripts }
}

interface Recorded {
  readonly transcripts: readonly RecordedTranscript[]
  /** What became of the rows on the target; undefined where there was none. */
  readonly finding?: Finding
  readonly profile: Finding
}

async function recordedBy<B extends Benchmark>(benchmark: B, options: TestBenchmarkOptions<B>): Promise<Recorded> {
  if (!('target' in options)) {
    if (options.transcripts.length > 0) {
      return { transcripts: options.transcripts, profile: { skip: 'needs a target that holds programs to profiles' } }
    }
    throw new CapbenchError('CAPBENCH_USAGE', `testBenchmark needs a transcript of ${benchmark.name}, or a target`)
  }
  const { target, cases, parameters, runs, oversubscribe } = options
  const chosen: RecordOptions = {
    target,
    ...(cases && { cases }),
    ...(parameters && { parameters: parameters as JsonObject }),
    ...(runs !== undefined && { runs }),
    ...(oversubscribe !== undefined && { oversubscribe }),
  }
  const { transcripts, finding, enforces } = await recordOn(benchmark, chosen)
  const profile = enforces
    ? await profileFinding(benchmark, chosen)
    : { skip: `${target.name} does not hold programs to their profiles` }
  return { transcripts, finding, profile }
}

function hold({ name, find }: Check, around: Surroundings): BenchmarkCheck {
  const finding = findingOf(find, around)
  if ('skip' in finding) return { name, outcome: 'skip', looked: 0, details: [finding.skip] }
  const { looked, faults } = finding
  if (looked === 0 && faults.length === 0)
    return { name, outcome: 'skip', looked, details: ['no accepted run to look at'] }
  return { name, outcome: faults.length === 0 ? 'pass' : 'fail', looked, details: faults }
}

/** A definition that throws where a check did not expect it has broken the promise that was being checked. */
function findingOf(find: Check['find'], around: Surroundings): Finding {
  try {
    return find(around)
  } catch (error) {
    return { looked: 1, faults: [messageOf(error)] }
  }
}
