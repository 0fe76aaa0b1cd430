import type { Benchmark, Parameters } from '../../define/benchmark.ts'
import type { NonEmpty } from '../../define/reasons.ts'
import { suite, withCases, withMethod, withParameters } from '../../define/suite.ts'
import { CapbenchError } from '../../error.ts'
import type { Campaign } from '../../evidence/campaign.ts'
import { refuseUnknownOptions } from '../../options.ts'
import type { Reporter } from '../campaign-events.ts'
import { makeCampaign } from '../run.ts'
import { type DeclaredEnvironment, importedTarget } from './imported-target.ts'
import { type ImportedTranscript, type ReadTranscript, readTranscript } from './transcripts.ts'

/** Which logs are imported, and what their importer says of them. */
export interface ImportOptions<B extends Benchmark> {
  readonly benchmark: B
  /** With which it ran there; default: those of the definition. */
  readonly parameters?: Partial<Parameters<B>>
  readonly environment: DeclaredEnvironment
  /** In the order in which they were recorded, the same number for every case. */
  readonly transcripts: readonly ImportedTranscript[]
  /** Name of the suite. Default `imported`. */
  readonly name?: string
  /** Directory of the evidence store. Default: `target/capbench` under the working directory. */
  readonly store?: string
  readonly onEvent?: Reporter
}

const optionNames = [
  'benchmark',
  'parameters',
  'environment',
  'transcripts',
  'name',
  'store',
  'onEvent',
] as const satisfies readonly (keyof ImportOptions<Benchmark>)[]

/**
 * Brings transcripts that another tool recorded into a store as evidence of their own: read by the same parser, judged
 * by the same verifier, derived and published as any campaign. What surrounds them is what the caller says, so every
 * row is labelled `imported` and is never better than informational. Times in `run.json` and `timing.jsonl` are those
 * of the import.
 *
 * The proofs of a benchmark are demanded here too: give their transcripts as well.
 *
 * @throws CAPBENCH_USAGE where the cases have different numbers of runs, or the system's workload is a program of ours,
 *   which no transcript can show to have run; CAPBENCH_UNREADABLE for a file that cannot be read
 */
export async function importTranscripts<B extends Benchmark>(options: ImportOptions<B>): Promise<Campaign> {
  refuseUnknownOptions('importTranscripts', options, optionNames)
  const { benchmark, environment, store, onEvent } = options
  const workload = benchmark.workloadFor(environment.system)
  if (workload?.form === 'program') {
    refuse(
      `the workload of ${benchmark.name} for ${environment.system} is a program, and which one ran cannot be known`,
    )
  }
  if (!(Number.isInteger(environment.hostCpus) && environment.hostCpus >= 1 && environment.hostCpus <= 1024)) {
    refuse(`environment.hostCpus must be 1 to 1024, got ${environment.hostCpus}`)
  }
  const transcripts = options.transcripts.map((each) => readTranscript(each, benchmark.name))
  demandKnown(transcripts, benchmark)
  const own = transcripts.filter((each) => each.benchmark === benchmark.name)
  const cases = [...new Set(own.map((each) => each.case))]
  const runs = own.filter((each) => each.case === cases[0]).length
  const uneven = cases.find((name) => own.filter((each) => each.case === name).length !== runs)
  if (runs === 0) refuse(`there is no transcript of ${benchmark.name}`)
  if (uneven !== undefined) {
    refuse(`${cases[0]} has ${runs} transcripts and ${uneven} another number; import them as campaigns of their own`)
  }
  const target = importedTarget(environment, transcripts)
  const whole = suite({ name: options.name ?? 'imported', benchmarks: [benchmark], targets: [target] })
  const chosen = withCases(whole, benchmark, cases as unknown as NonEmpty<never>)
  const { precision } = benchmark.method
  // Nobody can make further runs.
  const counted = withMethod(chosen, benchmark, {
    runs,
    warmups: 0,
    ...(precision && { precision: { ...precision, maxRuns: runs } }),
  })
  const changed = options.parameters ? withParameters(counted, benchmark, options.parameters) : counted
  return makeCampaign(
    changed,
    { ...(store !== undefined && { store }), ...(onEvent && { onEvent }), attempts: 1 },
    'leave',
  )
}

function demandKnown(transcripts: readonly ReadTranscript[], benchmark: Benchmark): void {
  const known = [benchmark.name, ...benchmark.proofs.map(({ name }) => name)]
  const unknown = transcripts.find((each) => !known.includes(each.benchmark))
  if (unknown !== undefined) refuse(`a transcript is of ${unknown.benchmark}; there are ${known.join(', ')}`)
}

function refuse(fault: string): never {
  throw new CapbenchError('CAPBENCH_USAGE', `cannot import: ${fault}`)
}
