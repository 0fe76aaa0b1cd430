import type { Result } from '@capbench/core'
import type { Warning } from './warnings.ts'

const prefix = 'mechanism: '

/** Says by what a metric was measured, where its definition names it: the metric is the same on every system. */
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
