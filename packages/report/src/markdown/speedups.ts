import type { Campaign } from '@capbench/core'
import { comparedTargets, contextTargets, matrixOf, type TargetConfig } from '../compare/matrix.ts'
import { formatFactor } from '../format/figures.ts'
import { intervalWords } from '../format/gate.ts'
import { none, valueCell } from './cells.ts'
import { renderGates } from './gates.ts'
import { renderStability } from './stability.ts'
import { blocks, type Column, join, type Markdown, md, table } from './text.ts'

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
  const context = sideBySide(campaign, contextTargets(campaign), benchmark, metric)
  const compared = sideBySide(campaign, comparedTargets(campaign), benchmark, metric)
  return blocks(
    md`### ${benchmark}: ${metric}`,
    compared && marked(benchmark, compared),
    context && blocks(md`Native context:`, context),
    details(campaign, benchmark),
    curves(campaign, benchmark),
  )
}

/** With the markers of the capOS documentation, so that the table can be pasted into it. */
function marked(id: string, content: Markdown): Markdown {
  const marker = (edge: string) => md`<!-- capos-benchmark-results:${id} ${edge} -->`
  return join([marker('start'), content, marker('end')], '\n')
}

function sideBySide(
  campaign: Campaign,
  targets: readonly TargetConfig[],
  benchmark: string,
  metric: string,
): Markdown | undefined {
  const rows = matrixOf(campaign, targets).filter((row) => row.benchmark === benchmark && row.metric === metric)
  const cases = rows.map(({ caseName }) => caseName)
  const speedups = campaign.analysis.speedups.filter((each) => each.benchmark === benchmark)
  const pairs = new Map(speedups.map(({ from, to }) => [`${from} to ${to}`, { from, to }]))
  const columns: readonly Column[] = [
    { title: 'System' },
    ...cases.map((name): Column => ({ title: `${name} median`, align: 'right' })),
    ...[...pairs.keys()].map((title): Column => ({ title: `${title} speedup`, align: 'right' })),
  ]
  return table(
    columns,
    targets.map(({ name }) => [
      name,
      ...rows.map(({ results }) => valueCell(results.find(({ target }) => target === name))),
      ...[...pairs.values()].map(({ from, to }) => {
        const found = speedups.find((each) => each.target === name && each.from === from && each.to === to)
        return found === undefined ? 'a median is missing' : formatFactor(found.speedup)
      }),
    ]),
  )
}

function details({ analysis }: Campaign, benchmark: string): Markdown | undefined {
  return table(
    [
      { title: 'Target' },
      { title: 'Cases' },
      { title: 'Speedup', align: 'right' },
      { title: '90% interval', align: 'right' },
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
