import type { Benchmark } from './define/benchmark.ts'
import type { JsonObject } from './define/json.ts'
import { canonicalBytes, sha256Hex } from './encode/canonical.ts'
import { encodeResult } from './encode/capnp/encode-result.ts'
import type { StoredResult } from './encode/result.ts'
import { renderSamples } from './encode/samples.ts'
import { renderSummaryCsv } from './encode/summary-csv.ts'
import { type EvidenceContent, readEvidence } from './evidence/content.ts'
import { evidenceManifest } from './evidence/names.ts'
import type { EvidenceReader } from './evidence/reader.ts'
import { type Analysis, analyse } from './judge/analysis.ts'
import { judgeRows } from './judge/rows.ts'
import { definitionsFor } from './plan/agreement.ts'
import { makePlan, type Plan } from './plan/plan.ts'
import { loadStatistics } from './statistics/load.ts'
import { type AssessedRun, assessRuns } from './summarize/assess-runs.ts'

/** Everything that follows from the raw half of an evidence directory. */
export interface Derived {
  readonly content: EvidenceContent
  readonly plan: Plan
  /** Every run with what became of it, proofs and warm-ups included, in the order in which they ran. */
  readonly runs: readonly AssessedRun[]
  readonly results: readonly StoredResult[]
  readonly analysis: Analysis
  /** The derived files by path, `derived.sha256` excepted. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/**
 * Parse, verify, summarize, judge and encode: a pure function of the bytes in the directory and the definitions.
 * Execution calls it to publish, verification calls it to check; there is no second implementation.
 *
 * @throws CAPBENCH_HOSTILE where the raw half is malformed, CAPBENCH_USAGE where a definition is missing.
 */
export async function derive(reader: EvidenceReader, benchmarks: readonly Benchmark[]): Promise<Derived> {
  const statistics = await loadStatistics()
  const content = readEvidence(reader)
  const definitions = definitionsFor(content.config, benchmarks)
  const plan = makePlan(content.config, content.facts)
  const artifactHash = sha256Hex(reader.read(evidenceManifest))
  const configHash = sha256Hex(reader.read('config.json'))
  const runs = assessRuns(content, definitions)
  const judged = judgeRows({ content, definitions, plan, runs, statistics, artifactHash, configHash })
  const results = judged.map(({ result }) => result)
  const analysis = analyse({ content, definitions, plan, judged, runs, statistics, artifactHash, configHash })
  const stored = (value: unknown) => canonicalBytes(value as JsonObject)
  const files = new Map<string, Uint8Array>()
  for (const result of results) {
    const { benchmarkName, target, case: name, metric } = result
    const path = `results/${benchmarkName}/${target}/${name}/${metric}`
    files.set(`${path}.json`, stored(result))
    files.set(`${path}.bin`, encodeResult(result))
  }
  files.set('samples.jsonl', renderSamples(judged))
  files.set('analysis.json', stored(analysis))
  files.set('summary.csv', renderSummaryCsv(results, analysis))
  files.set(
    'capbench.json',
    stored({
      schema: 'capbench.evidence/1',
      campaignId: content.campaign.campaignId,
      tool: content.config.tool,
      license: 'CC-BY-4.0',
      configHash,
      artifactHash,
    }),
  )
  return { content, plan, runs, results, analysis, files }
}
