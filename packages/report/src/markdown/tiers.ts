import type { Campaign, Result } from '@capbench/core'
import { comparedTargets, contextTargets, matrixOf, type TargetConfig } from '../compare/matrix.ts'
import { formatQuantity, formatShare } from '../format/figures.ts'
import { postureWords } from '../format/posture.ts'
import { countedOfMeasured } from '../format/runs.ts'
import { classOf, none, valueCell } from './cells.ts'
import { blocks, type Column, type Markdown, md, type Part, table } from './text.ts'

const titles: Readonly<Record<number, string>> = {
  0: 'Tier 0: correctness proofs',
  1: 'Tier 1: native primitives',
  2: 'Tier 2: translated OS microbenchmarks',
  3: 'Tier 3: portable common workloads',
  4: 'Tier 4: user stories',
}

type Passed = Extract<Result, { readonly status: 'passed' }>

/** A section for each tier that has results, with every figure of every row that has a value. */
export function renderTiers(campaign: Campaign): Markdown {
  const tiers = [...new Set(campaign.results.map(({ tier }) => tier))].sort()
  return blocks(
    ...tiers.map((tier) =>
      blocks(
        md`## ${titles[tier] ?? `Tier ${tier}`}`,
        figures(campaign, comparedTargets(campaign), tier) ?? md`No compared row of this tier has a value.`,
        contextTable(campaign, tier),
      ),
    ),
  )
}

function contextTable(campaign: Campaign, tier: number): Markdown | undefined {
  const found = figures(campaign, contextTargets(campaign), tier)
  return found && blocks(md`Native context:`, found)
}

const columns: readonly Column[] = [
  { title: 'Benchmark' },
  { title: 'Metric' },
  { title: 'Case' },
  { title: 'Target' },
  { title: 'Median', align: 'right' },
  { title: 'Min', align: 'right' },
  { title: 'Max', align: 'right' },
  { title: 'Standard deviation', align: 'right' },
  { title: 'CV', align: 'right' },
  { title: 'Runs', align: 'right' },
  { title: 'Class' },
  { title: 'Posture' },
]

function figures(campaign: Campaign, targets: readonly TargetConfig[], tier: number): Markdown | undefined {
  const rows = matrixOf(campaign, targets).filter((row) => row.tier === tier)
  const found = rows.flatMap(({ results }) => results.filter(isMeasured))
  const tails = found.map(tailOf)
  // Most metrics have one number a run and no tail.
  const hasTails = tails.some((tail) => tail !== '')
  const withTail = columns.toSpliced(7, 0, { title: 'p95, p99 of requests', align: 'right' })
  return table(
    hasTails ? withTail : columns,
    found.map((result, index) => {
      const cells = [
        result.benchmark,
        result.metric,
        result.case,
        result.target,
        valueCell(result),
        ...spread(result),
        countedOfMeasured(result.runs),
        classOf(result),
        postureWords(result),
      ]
      return hasTails ? cells.toSpliced(7, 0, tails[index] || none) : cells
    }),
  )
}

const isMeasured = (result: Result): result is Passed => result.status === 'passed'

function spread({ measurement: { unit, min, max, standardDeviation, cv } }: Passed): readonly Part[] {
  const one = 'one run'
  return [
    formatQuantity(min, unit),
    formatQuantity(max, unit),
    standardDeviation === undefined ? one : formatQuantity(standardDeviation, unit),
    cv === undefined ? one : formatShare(cv),
  ]
}

/** The percentiles of a metric with many requests a run, empty without; where they are too few, it says so. */
function tailOf({ measurement: { unit, p95, p99, absent } }: Passed): string {
  const words = (value: number | undefined, why: unknown) =>
    value === undefined ? (why === 'insufficient-samples' ? 'too few' : undefined) : formatQuantity(value, unit)
  return [words(p95, absent.p95), words(p99, absent.p99)].filter((each) => each !== undefined).join(', ')
}
