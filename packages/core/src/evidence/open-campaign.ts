import type { Benchmark } from '../define/benchmark.ts'
import type { Entry } from '../define/suite.ts'
import type { Derived } from '../derive.ts'
import { readResult } from '../encode/read-result.ts'
import { CapbenchError } from '../error.ts'
import { exitCodeOf } from '../judge/exit-code.ts'
import type { Target } from '../target/target.ts'
import type { Campaign } from './campaign.ts'

/** A campaign from what was derived of its directory. */
export function openCampaign<E extends Entry>(directory: string, derived: Derived): Campaign<E> {
  const results = derived.results.map(readResult)
  return {
    id: derived.content.campaign.campaignId,
    directory,
    results,
    runs: derived.runs,
    analysis: derived.analysis,
    content: derived.content,
    exitCode: exitCodeOf(derived.results, derived.analysis, derived.content.campaign.ended),
    result: (benchmark: Benchmark, target: Target, caseName: string, metric: string) => {
      const found = results.find(
        (each) =>
          each.benchmark === benchmark.name &&
          each.target === target.name &&
          each.case === caseName &&
          each.metric === metric,
      )
      if (found !== undefined) return found as never
      const have = results.map((each) => `${each.benchmark}/${each.target}/${each.case}/${each.metric}`).join(', ')
      throw new CapbenchError(
        'CAPBENCH_USAGE',
        `there is no result ${benchmark.name}/${target.name}/${caseName}/${metric}; there are ${have}`,
      )
    },
  }
}
