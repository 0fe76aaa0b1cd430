import type { Entry } from '../define/suite.ts'
import type { Result } from '../encode/read-result.ts'
import { CapbenchError } from '../error.ts'
import { exitCodes } from '../judge/exit-code.ts'
import type { Campaign } from './campaign.ts'

type EntryOf<C> = C extends Campaign<infer E> ? E : never

/** What several campaigns say, as one value. Each keeps its own evidence; nothing is pooled or recomputed. */
export interface MergedCampaigns<E extends Entry = Entry> {
  readonly campaigns: readonly Campaign<E>[]
  /** Every result with the campaign that it is of, in the order of the campaigns. */
  readonly results: readonly { readonly campaign: string; readonly result: Result }[]
  /** The worst of the campaigns: what a command should exit with. */
  readonly exitCode: number
  /** One metric's result. @throws CAPBENCH_USAGE where no campaign has it, or more than one */
  readonly result: Campaign<E>['result']
}

/** From bad to good. */
const severity: readonly number[] = [
  exitCodes.cancelled,
  exitCodes.usage,
  exitCodes.bad,
  exitCodes.gateFailed,
  exitCodes.gateInconclusive,
  exitCodes.good,
]

/** Lays campaigns side by side. @throws CAPBENCH_USAGE where one is given twice */
export function merge<const C extends readonly Campaign[]>(...given: C): MergedCampaigns<EntryOf<C[number]>> {
  type Own = EntryOf<C[number]>
  const campaigns = given as unknown as readonly Campaign<Own>[]
  const ids = campaigns.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new CapbenchError('CAPBENCH_USAGE', `the campaign ${twice} was given twice`)
  return {
    campaigns,
    results: campaigns.flatMap(({ id, results }) => results.map((result) => ({ campaign: id, result }))),
    exitCode: severity.find((code) => campaigns.some(({ exitCode }) => exitCode === code)) ?? exitCodes.good,
    result: (benchmark, target, caseName, metric) => {
      const holding = campaigns.filter(({ results }) =>
        results.some(
          (each) =>
            each.benchmark === benchmark.name &&
            each.target === (target as { readonly name: string }).name &&
            each.case === caseName &&
            each.metric === metric,
        ),
      )
      const [only, ...others] = holding
      if (only !== undefined && others.length === 0) return only.result(benchmark, target, caseName, metric)
      const what = `${benchmark.name}/${(target as { readonly name: string }).name}/${caseName}/${metric}`
      const where = holding.length === 0 ? 'no campaign has' : `${holding.map(({ id }) => id).join(' and ')} have`
      throw new CapbenchError('CAPBENCH_USAGE', `${where} a result ${what}; ask one campaign for it`)
    },
  }
}
