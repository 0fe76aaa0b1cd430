import type { Result } from '@capbench/core'
import type { Warning } from './warnings.ts'

const prefix = 'mechanism: '

/** Says by what each metric was done, where its definition names it. The names differ by system, the metric does not. */
export const isMechanism = (label: string): boolean => label.startsWith(prefix)

/** One note for each set of mechanisms, with the targets that have it. */
export function mechanismNotes(results: readonly Result[]): readonly Warning[] {
  const said = [...Map.groupBy(results, ({ target }) => target)].flatMap(([target, own]) => {
    const pairs = own.flatMap(({ metric, labels }) =>
      labels.filter(isMechanism).map((label) => `${metric} by ${label.slice(prefix.length)}`),
    )
    return pairs.length === 0 ? [] : [{ target, says: `${[...new Set(pairs)].join('; ')}.` }]
  })
  return [...Map.groupBy(said, ({ says }) => says)].map(([says, targets]) => ({
    label: 'mechanisms',
    says,
    where: targets.map(({ target }) => target),
  }))
}
