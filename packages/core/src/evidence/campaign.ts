import type { Benchmark, CaseName, MetricName } from '../define/benchmark.ts'
import type { UnitOf } from '../define/metric.ts'
import type { Entry } from '../define/suite.ts'
import type { Result } from '../encode/read-result.ts'
import type { Analysis } from '../judge/analysis.ts'
import { refuseUnknownOptions } from '../options.ts'
import type { AssessedRun } from '../summarize/assess-runs.ts'
import type { EvidenceContent } from './content.ts'
import { openDirectory } from './directory.ts'

type TargetFor<E extends Entry, B> = E extends Entry<infer Own, infer T> ? (B extends Own ? T : never) : never

/** A finished campaign: its evidence directory and what follows from it. */
export interface Campaign<out E extends Entry = Entry> {
  readonly id: string
  /** The published evidence directory. */
  readonly directory: string
  readonly results: readonly Result[]
  /** Every run with what became of it, proofs and warm-ups included, in the order in which they ran. */
  readonly runs: readonly AssessedRun[]
  readonly analysis: Analysis
  readonly content: EvidenceContent
  /** What a command should exit with: 0, 1, 4, 5 or 130. */
  readonly exitCode: number
  /**
   * One metric's result. @throws CAPBENCH_USAGE where the campaign has no such result; the message lists what it has.
   */
  result<B extends E['benchmark'], M extends MetricName<B>>(
    benchmark: B,
    target: TargetFor<E, B>,
    caseName: CaseName<B>,
    metric: M,
  ): Result<UnitOf<B['units'][M]>>
}

/**
 * Reads a campaign that was published earlier: derives it again from its raw half. `verifyEvidence` says whether that
 * equals what is stored.
 *
 * @param options.maxBytes most bytes of all files together; default 2 GiB
 * @throws CAPBENCH_HOSTILE where the directory is malformed, CAPBENCH_USAGE where a definition is missing.
 */
export async function readCampaign(
  directory: string,
  benchmarks: readonly Benchmark[],
  options: { readonly maxBytes?: number } = {},
): Promise<Campaign> {
  refuseUnknownOptions('readCampaign', options, ['maxBytes'])
  const { derive, openCampaign } = await import('../deferred.ts')
  return openCampaign(directory, await derive(openDirectory(directory, options.maxBytes), benchmarks))
}
