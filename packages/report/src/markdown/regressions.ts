import type { Campaign } from '@capbench/core'
import { blocks, type Markdown, md, table } from './text.ts'

/** The gates that test for a regression, each alone and all together; undefined where there are none. */
export function renderRegressions({ analysis }: Campaign): Markdown | undefined {
  const { regressions } = analysis
  if (regressions === null) return undefined
  const found = table(
    [
      { title: 'Gate' },
      { title: 'Target' },
      { title: 'p of this gate', align: 'right' },
      { title: 'p after Holm', align: 'right' },
    ],
    regressions.gates.map(({ gate, target, p, adjusted }) => [gate, target, p.toFixed(4), adjusted.toFixed(4)]),
  )
  const verdict = regressions.any ? 'There is a regression' : 'There is no regression'
  return blocks(
    md`#### All regression gates together`,
    md`${verdict} at 5% over all of them. p is the share of resamples of the rows that show none; the classes of the
rows are not looked at.`,
    found,
  )
}
