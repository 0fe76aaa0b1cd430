import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark } from '../../define/benchmark.ts'
import type { JsonObject } from '../../define/json.ts'
import { type Entry, type Suite, suite } from '../../define/suite.ts'
import type { Campaign } from '../../evidence/campaign.ts'
import { readRuns, type StoredRun } from '../../evidence/content.ts'
import { openDirectory } from '../../evidence/directory.ts'
import { run } from '../../execute/run.ts'
import { channels } from '../../protocol/grammar.ts'
import type { Target } from '../../target/target.ts'
import { presentedCpus } from '../../verify/assess.ts'
import type { Finding } from './check.ts'
import type { RecordedTranscript } from './recording.ts'

/** How a benchmark is run on a target in order to be recorded. */
export interface RecordOptions {
  readonly target: Target
  /** Default: every case that is not opt-in. */
  readonly cases?: readonly string[]
  /** Changed parameters. */
  readonly parameters?: JsonObject
  /** Runs of each case, at least 2, so that what differs between them is seen. Default 2. */
  readonly runs?: number
  /** Runs cases with more CPUs than the host has. Default false. */
  readonly oversubscribe?: boolean
}

export interface RecordedCampaign {
  readonly transcripts: readonly RecordedTranscript[]
  /** What became of the rows, as a check. */
  readonly finding: Finding
  /** Whether the target holds programs to their profiles. */
  readonly enforces: boolean
}

/** Runs a whole campaign, proofs and all, in a store of its own that is removed, and keeps the transcripts. */
export async function recordOn(benchmark: Benchmark, options: RecordOptions): Promise<RecordedCampaign> {
  const store = mkdtempSync(join(tmpdir(), 'capbench-conformance-'))
  try {
    const campaign = await run(suiteOf(benchmark, options), {
      store,
      purpose: 'smoke',
      attempts: 1,
      oversubscribe: options.oversubscribe ?? false,
    })
    const stored = readRuns(openDirectory(campaign.directory))
    const measured = stored.filter(({ record }) => record.kind === 'measured')
    const transcripts = measured.map((each) => transcriptOf(campaign, each, options))
    const enforces = campaign.content.facts.get(options.target.name)?.authority === 'enforced'
    return { transcripts, finding: findingOf(campaign, transcripts.length), enforces }
  } finally {
    rmSync(store, { recursive: true, force: true })
  }
}

function suiteOf(benchmark: Benchmark, { target, cases, parameters, runs }: RecordOptions): Suite {
  const [entry] = suite({ name: 'conformance', benchmarks: [benchmark], targets: [target] }).entries
  const changed: Entry = {
    ...(entry as Entry),
    parameters: parameters ?? {},
    cases,
    runs: Math.max(2, runs ?? 2),
    warmups: 0,
    precision: undefined,
  }
  const { precision } = benchmark.method
  const fixed = precision && { precision: { ...precision, maxRuns: changed.runs ?? 2 } }
  return { name: 'conformance', entries: [{ ...changed, ...fixed }] }
}

function transcriptOf(
  { content }: Campaign,
  stored: StoredRun,
  { target, parameters = {} }: RecordOptions,
): RecordedTranscript {
  const { record } = stored
  const facts = content.facts.get(target.name)
  return {
    case: record.case,
    system: target.system,
    cpus: facts === undefined ? record.vcpus : presentedCpus(facts, record.vcpus),
    parameters,
    nonce: record.nonce,
    channels: Object.fromEntries(Object.keys(channels).map((name) => [name, stored.channel(name)])),
    artifacts: Object.fromEntries(record.artifacts.map(({ name }) => [name, stored.artifact(name)])),
  }
}

function findingOf({ results, runs }: Campaign, recorded: number): Finding {
  const refused = runs.flatMap(({ record, assessment }) =>
    assessment.accepted
      ? []
      : [
          `${record.kind} run ${record.ordinal} of ${record.benchmark}/${record.case}: ` +
            assessment.causes.map(({ reason, detail }) => `${reason}: ${detail}`).join('; '),
        ],
  )
  const bad = results.flatMap((result) => {
    const { status, case: name, metric } = result
    // What else had the CPUs is no fault of the definition.
    if (status === 'passed' || status === 'unsupported' || result.reason === 'noise') return []
    return [`${name}, ${metric} is ${status}: ${result.reason}: ${result.detail}`]
  })
  if (recorded > 0) return { looked: recorded, faults: [...refused, ...bad] }
  const why = results.flatMap((result) =>
    result.status === 'passed' ? [] : [`${result.case}, ${result.metric}: ${result.reason}: ${result.detail}`],
  )
  return { looked: 0, faults: [...refused, `nothing was measured: ${[...new Set(why)].slice(0, 4).join('; ')}`] }
}
