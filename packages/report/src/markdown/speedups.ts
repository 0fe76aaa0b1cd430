import type { Campaign } from '@capbench/core'
import { blockTable, markedTable } from '../block/block.ts'
import { blockOf } from '../block/of-campaign.ts'
import { comparedTargets, contextTargets } from '../compare/matrix.ts'
import { formatFactor } from '../format/figures.ts'
import { intervalWords } from '../format/gate.ts'
import { none } from './cells.ts'
import { renderGates } from './gates.ts'
import { renderStability } from './stability.ts'
import { blocks, type Markdown, md, table } from './text.ts'

/** Side by side, each system in its own unit; what may be set beside each other are the dimensionless speedups. */
export function renderSpeedups(campaign: Campaign): Markdown {
  const metrics = new Map(campaign.analysis.speedups.map(({ benchmark, metric }) => [benchmark, metric]))
  return blocks(
    md`## Speedups`,
    metrics.size === 0 ? md`No target has two cases with a value, so there is no speedup.` : undefined,
    ...[...metrics].map(([benchmark, metric]) => ofBenchmark(campaign, benchmark, metric)),
    renderStability(campaign),
    renderGates(campaign),
  )
}

function ofBenchmark(campaign: Campaign, benchmark: string, metric: string): Markdown {
  const of = { id: benchmark, benchmark, metric }
  const compared = blockOf(campaign, of, comparedTargets(campaign))
  const context = blockOf(campaign, of, contextTargets(campaign))
  return blocks(
    md`### ${benchmark}: ${metric}`,
    // With the markers of the capOS documentation, so that the table can be pasted into it.
    compared.rows.length === 0 ? undefined : markedTable(compared),
    context.rows.length === 0 ? undefined : blocks(md`Native context:`, blockTable(context)),
    details(campaign, benchmark),
    curves(campaign, benchmark),
  )
}

function details({ analysis }: Campaign, benchmark: string): Markdown | undefined {
  return table(
    [
      { title: 'Target' },
      { title: 'Cases' },
      { title: 'Speedup', align: 'right' },
      { title: '90% interval', align: 'right' },
      { title: 'Of paired blocks', align: 'right' },
      { title: 'Efficiency', align: 'right' },
      { title: 'Karp-Flatt serial fraction', align: 'right' },
      { title: 'Class' },
      { title: 'Retrograde' },
    ],
    analysis.speedups
      .filter((each) => each.benchmark === benchmark)
      .map((each) => [
        each.target,
        `${each.from} to ${each.to}`,
        formatFactor(each.speedup),
        each.interval === null ? none : `${intervalWords(each.interval)}${each.withinNoise ? ', within noise' : ''}`,
        each.paired === null ? none : intervalWords(each.paired),
        each.efficiency.toFixed(3),
        each.karpFlatt === undefined ? 'needs a base of one CPU' : each.karpFlatt.toFixed(3),
        each.evidenceClass,
        each.retrograde ? 'yes: slower than a case with fewer CPUs' : 'no',
      ]),
  )
}

/** What describes the points, for those who know these laws; nothing is concluded from it. */
function curves({ analysis }: Campaign, benchmark: string): Markdown | undefined {
  return table(
    [
      { title: 'Target' },
      { title: "Amdahl's serial fraction", align: 'right' },
      { title: "Gunther's contention", align: 'right' },
      { title: "Gunther's coherence", align: 'right' },
      { title: 'Peak (CPUs)', align: 'right' },
    ],
    analysis.scaling
      .filter((each) => each.benchmark === benchmark)
      .map(({ target, amdahl, usl }) => [
        target,
        amdahl.serialFraction.toFixed(3),
        usl === null ? 'needs four counts of CPUs' : usl.sigma.toFixed(3),
        usl === null ? none : usl.kappa.toFixed(3),
        usl?.peak === undefined ? none : usl.peak.toFixed(1),
      ]),
  )
}
