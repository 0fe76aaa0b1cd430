import type { Campaign } from '@capbench/core'
import { claimWords, intervalWords } from '../format/gate.ts'
import { none } from './cells.ts'
import { renderRegressions } from './regressions.ts'
import { blocks, type Markdown, md, table } from './text.ts'

/** Every gate with the rule of the spec on the medians beside what it decided, and why it may be one for review. */
export function renderGates(campaign: Campaign): Markdown {
  const { analysis } = campaign
  const found = table(
    [
      { title: 'Gate' },
      { title: 'Target' },
      { title: 'Metric' },
      { title: 'Basis' },
      { title: 'Point', align: 'right' },
      { title: 'Threshold', align: 'right' },
      { title: '90% interval (achieved)', align: 'right' },
      { title: 'Runs', align: 'right' },
      { title: 'Verdict' },
      { title: 'By the medians' },
      { title: 'Class' },
      { title: 'Claim' },
      { title: 'Enforced' },
      { title: 'Detail' },
    ],
    analysis.gates.map((gate) => [
      gate.gate,
      gate.target,
      gate.metric,
      gate.basis,
      gate.point === null ? none : figure(gate.point),
      gate.threshold === null ? none : figure(gate.threshold),
      gate.interval === null ? none : `${intervalWords(gate.interval)} (${(gate.interval.achieved * 100).toFixed(1)}%)`,
      gate.runs === 0 ? none : gate.runs,
      gate.verdict,
      gate.byPoint ?? 'not said',
      gate.evidenceClass ?? 'none',
      claimWords(gate),
      enforcementOf(gate),
      gate.detail,
    ]),
  )
  return blocks(md`### Gates`, found ?? md`No gate is declared.`, renderRegressions(campaign))
}

const figure = (value: number) =>
  Math.abs(value) < 1000 ? value.toFixed(3) : Math.round(value).toLocaleString('en-US')

/** A gate that is for review is never green in silence: its reasons stand where it would have decided. */
function enforcementOf({ enforced, review }: Campaign['analysis']['gates'][number]): string {
  const reasons = review.length === 0 ? '' : `review only: ${review.join('; ')}`
  if (!enforced) return reasons === '' ? 'no' : `no; ${reasons}`
  return reasons === '' ? 'yes' : reasons
}
