import type { Benchmark, MetricDescription } from '../define/benchmark.ts'
import { mechanismLabels } from '../define/mechanism.ts'
import { onSystem } from '../define/metric.ts'
import { type Cause, cause, type NonEmpty, rankCauses } from '../define/reasons.ts'
import { unmetSubsystems } from '../define/system.ts'
import type { Measurement, StoredResult } from '../encode/result.ts'
import type { EvidenceContent } from '../evidence/content.ts'
import type { BenchmarkConfig, EntryConfig } from '../plan/config.ts'
import { comparisonHash, envelopeHash, identityHash, workloadHash } from '../plan/hashes.ts'
import { type Plan, type Row, rowKey } from '../plan/plan.ts'
import { drifts } from '../statistics/drift.ts'
import type { Statistics } from '../statistics/load.ts'
import type { AssessedRun } from '../summarize/assess-runs.ts'
import { type RowOutcome, type Sample, summarizeRow } from '../summarize/row.ts'
import { tailOfRow } from '../summarize/tail.ts'
import type { TargetFacts } from '../target/facts.ts'
import { type RowAuthority, rowAuthority } from './authority.ts'
import { claimOf } from './claim.ts'
import { classify } from './labels.ts'
import { observe } from './observe.ts'
import { flaggedNoiseFloor, noiseFloorOf } from './stability.ts'

/** Everything that judging reads. */
export interface Judging {
  readonly content: EvidenceContent
  readonly definitions: ReadonlyMap<string, Benchmark>
  readonly plan: Plan
  readonly runs: readonly AssessedRun[]
  readonly statistics: Statistics
  readonly artifactHash: string
  readonly configHash: string
}

/** A result and the samples that it was made of. */
export interface JudgedResult {
  readonly result: StoredResult
  readonly samples: readonly Sample[]
  /** Half width of the 90% interval of the ratio of the row to itself; null where it has none. */
  readonly noiseFloor: number | null
}

interface Place {
  readonly row: Row
  readonly entry: EntryConfig
  readonly benchmark: BenchmarkConfig
  readonly definition: Benchmark
  readonly facts: TargetFacts
  readonly system: string
  readonly runs: readonly AssessedRun[]
}

/** One result for each benchmark x target x case x metric of the configuration, in its order. */
export function judgeRows(judging: Judging): readonly JudgedResult[] {
  const { content, definitions, runs } = judging
  return content.config.entries.flatMap((entry) => {
    const benchmark = content.config.benchmarks.find(({ name }) => name === entry.benchmark)
    const definition = definitions.get(entry.benchmark)
    const facts = content.facts.get(entry.target)
    const system = content.config.targets.find(({ name }) => name === entry.target)?.system
    if (!(benchmark && definition && facts && system !== undefined) || benchmark.tier === 0) return []
    return entry.cases.flatMap(({ name: caseName, vcpus }) => {
      const row: Row = { benchmark: entry.benchmark, target: entry.target, caseName, vcpus }
      const own = runs.filter(
        ({ record }) =>
          rowKey({ ...row, caseName: record.case, benchmark: record.benchmark, target: record.target }) === rowKey(row),
      )
      const place: Place = { row, entry, benchmark, definition, facts, system, runs: own }
      return definition.metrics.map((metric) => judgeMetric(place, metric, judging))
    })
  })
}

function judgeMetric(place: Place, metric: MetricDescription, judging: Judging): JudgedResult {
  const outcome = outcomeOf(place, metric, judging)
  const authority = authorityOf(place)
  const common = commonOf(place, metric, outcome, judging, authority)
  if (!outcome.passed)
    return { result: { ...common, ...armOf(outcome.causes) } as StoredResult, samples: [], noiseFloor: null }
  const { content } = judging
  const values = outcome.samples.map(({ value }) => value)
  const outliers = judging.statistics.flagOutliers(values)
  const noiseFloor = noiseFloorOf(values)
  const config = content.config.targets.find(({ name }) => name === place.row.target)
  const observed = observe({
    ...place,
    content,
    role: config?.role ?? 'reference',
    enforcement: authority.enforcement,
    samples: values.length,
    cv: judging.statistics.describe(values).cv,
    drift: drifts(values),
    outliers: outliers.severe.length + outliers.modifiedZ.length > 0,
    noisy: noiseFloor !== null && noiseFloor > flaggedNoiseFloor,
    foreignFormat: isForeign(place),
  })
  const { evidenceClass, reasons, notes } = classify(observed)
  const result: StoredResult = {
    ...common,
    status: 'passed',
    evidenceClass,
    classReasons: [...reasons],
    labels: [...new Set([...notes, ...common.labels])],
    claim: claimOf(place.definition, place.row.caseName, metric.name, evidenceClass),
    result: { measurement: measurementOf(outcome.samples, metric, place.system, judging.statistics) },
  }
  return { result, samples: outcome.samples, noiseFloor }
}

/** What stands in the way of a row before its runs are even looked at, else what they yield. */
function outcomeOf(place: Place, metric: MetricDescription, { plan, runs, content }: Judging): RowOutcome {
  const key = rowKey(place.row)
  const unsupported = plan.unsupported.find(({ row }) => rowKey(row) === key)
  if (unsupported !== undefined) return { passed: false, causes: unsupported.causes }
  const [need] = unmetSubsystems(metric.requires, place.facts.subsystems)
  if (need !== undefined) {
    return {
      passed: false,
      causes: [
        cause(
          'not_applicable',
          `${metric.name} needs ${need}, which ${place.row.target} does not offer`,
          'no_subsystem',
        ),
      ],
    }
  }
  const term = metric.authority?.find((each) => !place.definition.authority.terms.includes(each))
  if (term !== undefined) {
    const detail = `${metric.name} needs ${term}, which the profile ${place.definition.authority.name} does not hold`
    return { passed: false, causes: [cause('not_applicable', detail, 'no_authority')] }
  }
  const planned = plan.rows.find((row) => rowKey(row) === key)
  const cancelled = content.campaign.ended === 'cancelled'
  for (const proof of planned?.proofs ?? []) {
    const made = runs.find(({ record }) => rowKey({ ...record, caseName: record.case }) === proof)
    if (made === undefined) {
      const why = cancelled
        ? cause('cancelled', `the campaign was cancelled before the proof ${proof}`)
        : cause('proof_missing', `the proof ${proof} was not run`)
      return { passed: false, causes: [why] }
    }
    if (!made.assessment.accepted) {
      const own = made.assessment.causes[0]
      if (own.reason === 'cancelled') return { passed: false, causes: [own] }
      const failed = cause('proof_failed', `the proof ${proof} did not pass: ${own.reason}: ${own.detail}`)
      return { passed: false, causes: [failed, ...made.assessment.causes.filter(({ status }) => status === 'failed')] }
    }
  }
  const wanted = planned?.runs ?? 0
  const missing = cancelled
    ? cause('cancelled', `the campaign was cancelled before all ${wanted} runs of this row`)
    : cause('records_lost', `fewer than the ${wanted} planned runs of this row are in the evidence`)
  const timed = onSystem(metric.clock, place.system) !== 'none'
  return summarizeRow(place.definition, { name: metric.name, timed }, place.runs, wanted, missing)
}

/** Every result of a foreign format says that nothing checked its bytes. */
const isForeign = ({ entry }: Place) => entry.workload?.parser.foreign !== undefined

/** Runs that were set aside for what their numbers do not show are held to the same. */
function authorityOf({ facts, runs, system }: Place): RowAuthority {
  const measured = runs.filter(({ record }) => record.kind === 'measured')
  const reported = facts.cleanExit.launcher || system === 'capos'
  return rowAuthority(
    measured.map(({ authority }) => authority),
    facts.authority,
    reported,
  )
}

function commonOf(
  place: Place,
  metric: MetricDescription,
  outcome: RowOutcome,
  judging: Judging,
  authority: RowAuthority,
) {
  const { row, entry, benchmark, facts, system, runs } = place
  const { content, artifactHash, configHash } = judging
  const target = content.config.targets.find(({ name }) => name === row.target)
  const measured = runs.filter(({ record }) => record.kind === 'measured')
  const notes = [...facts.notes, ...(entry.workload?.program?.notes ?? [])]
  const integrity = isForeign(place) ? (['integrity: format-without-checksum'] as const) : []
  const profile = place.definition.authority
  const checked = outcome.passed ? outcome.correctness.slice(0, 16) : 'nothing'
  return {
    schema: 'capbench.result/1' as const,
    runId: content.campaign.campaignId,
    benchmarkName: row.benchmark,
    benchmarkVersion: benchmark.version,
    tier: benchmark.tier,
    correctnessId: `${benchmark.verifier.name}@${benchmark.verifier.version}:${checked}`,
    configHash,
    artifactHash,
    notes: notes.join('; '),
    target: row.target,
    system,
    role: target?.role ?? 'reference',
    case: row.caseName,
    vcpus: row.vcpus,
    metric: metric.name,
    hashes: {
      comparison: comparisonHash(benchmark, entry),
      workload: workloadHash(benchmark, entry, metric, system),
      envelope: envelopeHash(facts, row.vcpus),
      identity: identityHash(facts, entry),
    },
    authority: {
      profile: profile.name,
      terms: [...profile.terms],
      enforcement: authority.enforcement,
      posture: { ...profile.posture },
      ...(authority.observed && { observed: authority.observed }),
    },
    labels: [...integrity, ...meansOf(metric, system, outcome), ...(outcome.notes ?? []), ...notes],
    runs: {
      measured: measured.length,
      warmups: runs.filter(({ record }) => record.kind === 'warmup').length,
      accepted: measured.filter(({ assessment }) => assessment.accepted).length,
      attempts: measured.filter(({ record }) => record.attempt > 1).length,
    },
  }
}

/** By which means, of what was done or tried; what was not tried was done by none. */
function meansOf({ mechanisms }: MetricDescription, system: string, outcome: RowOutcome): readonly string[] {
  const untried = !outcome.passed && rankCauses(outcome.causes)[0].status === 'unsupported'
  return untried ? [] : mechanismLabels(mechanisms?.[system])
}

function armOf(causes: NonEmpty<Cause>) {
  const ranked = rankCauses(causes)
  const [first] = ranked
  const failure = {
    reason: first.reason,
    ...(first.cause !== undefined && { cause: first.cause }),
    detail: first.detail,
    causes: ranked.map((each) => ({ ...each })),
  }
  return first.status === 'failed'
    ? { status: 'failed' as const, result: { failure } }
    : { status: first.status, result: { [first.status]: failure } }
}

function measurementOf(
  samples: NonEmpty<Sample>,
  metric: MetricDescription,
  system: string,
  statistics: Statistics,
): Measurement {
  const values = samples.map(({ value }) => value)
  const { n: _n, mad: _mad, robustCv: _robust, ...figures } = statistics.describe(values)
  const p95 = tailOfRow(samples, metric.kind, 0.95)
  const p99 = tailOfRow(samples, metric.kind, 0.99)
  const scale = onSystem(metric.scale, system)
  return {
    unit: onSystem(metric.unit, system) ?? 'none',
    clock: onSystem(metric.clock, system) ?? 'none',
    ...(scale !== undefined && { scale }),
    lowerIsBetter: metric.better === 'lower',
    ...figures,
    samples: values,
    ...('value' in p95 && { p95: p95.value }),
    ...('value' in p99 && { p99: p99.value }),
    absent: {
      ...('absent' in p95 && { p95: p95.absent }),
      ...('absent' in p99 && { p99: p99.absent }),
    },
  }
}
