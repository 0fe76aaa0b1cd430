import type { JsonObject } from '../define/json.ts'
import type { Mechanism, Mechanisms } from '../define/mechanism.ts'
import { type Result, readResult } from '../encode/read-result.ts'
import type { StoredResult } from '../encode/result.ts'
import { CapbenchError } from '../error.ts'
import type { EvidenceContent } from '../evidence/content.ts'
import type { EnvelopeSide } from '../judge/compare-envelopes.ts'
import type { Speedup } from '../judge/speedups.ts'
import { comparisonOf } from '../plan/hashes.ts'

/** The dimensionless figures of a row: they may stand beside those of any system. */
export type RowSpeedup = Pick<Speedup, 'from' | 'to' | 'speedup' | 'efficiency'>

/** One result with everything that decides what it may be compared with. */
export interface ComparableRow {
  readonly campaign: string
  /** When its campaign began, in UTC. */
  readonly startedUtc: string
  readonly result: Result
  /** What the comparison hash covers, so that what differs can be named. */
  readonly work: JsonObject
  readonly side: EnvelopeSide
  /** What the system does for the metric; undefined where the definition tells mechanisms apart on no system. */
  readonly mechanism?: Mechanism
  /** Over the base case of its campaign; undefined for the base itself, and where nothing is timed. */
  readonly speedup?: RowSpeedup
}

/** What the rows of a campaign are made of; a `Campaign` fits. */
export interface RowSource {
  readonly results: readonly Result[]
  readonly content: Pick<EvidenceContent, 'config' | 'campaign' | 'facts'>
  readonly analysis: { readonly speedups: readonly (RowSpeedup & Pick<Speedup, 'benchmark' | 'target' | 'metric'>)[] }
}

/** The rows of a campaign, in the order of its results. @throws CAPBENCH_HOSTILE as `rowOf` */
export function rowsOf(source: RowSource): readonly ComparableRow[] {
  return source.results.map((result) => rowOf(source, result))
}

/** One row of a campaign. @throws CAPBENCH_HOSTILE for a result of which its configuration knows nothing */
export function rowOf({ content, analysis }: Omit<RowSource, 'results'>, result: Result): ComparableRow {
  const { config, campaign, facts } = content
  const benchmark = config.benchmarks.find(({ name }) => name === result.benchmark)
  const entry = config.entries.find((each) => each.benchmark === result.benchmark && each.target === result.target)
  const known = facts.get(result.target)
  if (benchmark === undefined || entry === undefined || known === undefined) {
    const name = `${result.benchmark} on ${result.target}`
    throw new CapbenchError('CAPBENCH_HOSTILE', `${campaign.campaignId} has a result of ${name} and no such entry`)
  }
  const speedup = analysis.speedups.find(
    (each) =>
      each.benchmark === result.benchmark &&
      each.target === result.target &&
      each.metric === result.metric &&
      each.to === result.case,
  )
  const mechanism = mechanismsOf(benchmark.metrics, result.metric)?.[result.system]
  return {
    campaign: campaign.campaignId,
    startedUtc: campaign.startedUtc,
    result,
    work: comparisonOf(benchmark, entry) as unknown as JsonObject,
    side: { facts: { envelope: known.envelope, identity: known.identity }, vcpus: result.vcpus },
    ...(mechanism && { mechanism }),
    ...(speedup && {
      speedup: { from: speedup.from, to: speedup.to, speedup: speedup.speedup, efficiency: speedup.efficiency },
    }),
  }
}

function mechanismsOf(metrics: readonly JsonObject[], name: string): Mechanisms | undefined {
  return metrics.find((metric) => metric.name === name)?.mechanisms as Mechanisms | undefined
}

/** The same, from results as they are stored. */
export function storedRows(
  results: readonly StoredResult[],
  content: RowSource['content'],
  analysis: RowSource['analysis'],
): readonly ComparableRow[] {
  return rowsOf({ results: results.map(readResult), content, analysis })
}
