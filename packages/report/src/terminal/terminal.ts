import type { Campaign, JsonValue, JudgedGate, Result } from '@capbench/core'
import { comparedTargets, contextTargets, matrixOf, type TargetConfig } from '../compare/matrix.ts'
import { visible } from '../escape/visible.ts'
import { formatFactor, formatQuantity } from '../format/figures.ts'
import { gateWords } from '../format/gate.ts'
import { postureWords } from '../format/posture.ts'
import { countedRuns } from '../format/runs.ts'
import { warningsOf } from '../warnings/warnings.ts'
import { grid } from './grid.ts'

/** Every result as plain text for a terminal: subject and reference first, native context apart. */
export function renderMatrix(campaign: Campaign): string {
  const parts = [
    matrixOfTargets(campaign, comparedTargets(campaign), 'Results'),
    matrixOfTargets(campaign, contextTargets(campaign), 'Native context'),
  ]
  return parts.filter((part) => part !== undefined).join('\n\n')
}

function matrixOfTargets(campaign: Campaign, targets: readonly TargetConfig[], title: string): string | undefined {
  const results = matrixOf(campaign, targets).flatMap((row) => row.results)
  if (results.length === 0) return undefined
  const header = ['benchmark', 'metric', 'case', 'target', 'status', 'median', 'runs', 'class', 'posture', 'claim']
  return `${title}\n${grid(header, results.map(cellsOf), ['median', 'runs'])}`
}

function cellsOf(result: Result): readonly string[] {
  const { benchmark, metric, case: name, target, status, runs } = result
  const head = [benchmark, metric, name, target, status]
  const posture = postureWords(result)
  if (result.status !== 'passed') return [...head, result.reason, countedRuns(runs), 'none', posture, 'no result']
  const { median, unit } = result.measurement
  return [...head, formatQuantity(median, unit), countedRuns(runs), result.evidenceClass, posture, result.claim]
}

/** Speedups of every target and what the gates say, as plain text. */
export function renderSpeedups({ analysis }: Campaign): string {
  const speedups = analysis.speedups.map((each) => [
    each.benchmark,
    each.target,
    `${each.from} to ${each.to}`,
    formatFactor(each.speedup),
    each.efficiency.toFixed(3),
    each.karpFlatt?.toFixed(3) ?? 'none',
    each.evidenceClass,
    each.retrograde ? 'retrograde' : '',
  ])
  const header = ['benchmark', 'target', 'cases', 'speedup', 'efficiency', 'Karp-Flatt', 'class', '']
  const table = grid(header, speedups, ['speedup', 'efficiency', 'Karp-Flatt'])
  const gates = analysis.gates.map(
    (judged) => `gate ${judged.gate} on ${judged.target}${enforcement(judged)}: ${gateWords(judged)}; ${judged.detail}`,
  )
  return [
    `Speedups\n${speedups.length === 0 ? 'none: no target has two cases with a value' : table}`,
    ...gates.map(visible),
  ].join('\n')
}

/** A gate for review is never silent about it. */
function enforcement({ enforced, review }: JudgedGate): string {
  if (review.length > 0) return ` (review only: ${review.join('; ')})`
  return enforced ? ' (enforced)' : ''
}

/** Every warning as plain text, one a line; and why each row without a value has none. */
export function renderWarnings(campaign: Campaign, environment?: ReadonlyMap<string, JsonValue>): string {
  const warnings = warningsOf(campaign, environment).map(({ label, says, where }) => {
    const rows = where.length === 0 ? '' : ` [${where.join(', ')}]`
    return visible(`warning: ${label}${says === '' ? '' : `: ${says}`}${rows}`)
  })
  const unmeasured = campaign.results.filter((result) => result.status !== 'passed')
  const reasons = new Set(
    unmeasured.map(({ status, benchmark, target, case: name, reason, detail }) =>
      visible(`${status}: ${benchmark} ${target} ${name}: ${reason}: ${detail}`),
    ),
  )
  return [...reasons, ...warnings].join('\n')
}
