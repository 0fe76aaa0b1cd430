import type { Campaign, Passed } from '@capbench/core'

/** `benchmark/target/case`: the name under which tools of others keep a row. */
export const rowName = ({ benchmark, target, case: caseName }: Passed): string => `${benchmark}/${target}/${caseName}`

/** Results that have a number, in the order of the campaign. */
export const measuredOf = (campaign: Campaign): readonly Passed[] =>
  campaign.results.filter((result) => result.status === 'passed')
