import type { AuthorityProfile } from '../../authority/profile.ts'
import type { StatsRecord } from '../../authority/records.ts'
import { type Cause, cause } from '../../define/reasons.ts'
import { byCodeUnits } from '../../encode/canonical.ts'

/** The sources that were read, each once. */
export function statsSourcesOf(stats: readonly StatsRecord[]): readonly string[] {
  return [...new Set(stats.map(({ source }) => source))].sort(byCodeUnits)
}

/** Counters of the whole system show what others do: each source that was read must be granted, and read twice. */
export function statsCauses(stats: readonly StatsRecord[], { name, terms }: AuthorityProfile): readonly Cause[] {
  const granted: readonly string[] = terms
  const beyond = statsSourcesOf(stats)
    .filter((source) => !granted.includes(`stats.read(${source})`))
    .map((source) => {
      const term = `stats.read(${source})`
      return cause(
        'authority_exceeded',
        `${source} was read, which needs ${term}; the profile ${name} does not grant it`,
      )
    })
  const wanted = granted.flatMap((term) => /^stats\.read\((.+)\)$/.exec(term)?.[1] ?? [])
  const missing = wanted.flatMap((source) =>
    (['before', 'after'] as const)
      .filter((when) => !isWhole(stats.filter((each) => each.source === source && each.when === when)))
      .map((when) =>
        cause('records_lost', `stats.read(${source}) is granted, and what was read ${when} the run is not whole`),
      ),
  )
  return [...beyond, ...missing]
}

/** One record, or parts that count from 0 without a gap. */
function isWhole(parts: readonly StatsRecord[]): boolean {
  return parts.length > 0 && parts.every(({ part = 0 }, at) => part === at)
}
