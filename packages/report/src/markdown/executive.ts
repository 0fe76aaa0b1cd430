import type { Campaign, Passed } from '@capbench/core'
import { comparedTargets, contextTargets, type MatrixRow, matrixOf, type TargetConfig } from '../compare/matrix.ts'
import { ratioCell } from '../compare/ratio.ts'
import { unitWords } from '../format/figures.ts'
import { postureWords } from '../format/posture.ts'
import type { Warning } from '../warnings/warnings.ts'
import { isCeiling } from './ceiling.ts'
import { claimOf, classOf, perTarget, valueCell } from './cells.ts'
import { noteNumbers } from './notes.ts'
import { blocks, type Column, type Markdown, md, type Part, table } from './text.ts'

/** Subject and reference first; native context in a table of its own. No total row: workloads are not averaged. */
export function renderExecutive(campaign: Campaign, warnings: readonly Warning[]): Markdown {
  const compared = comparedTargets(campaign)
  const context = contextTargets(campaign)
  return blocks(
    md`## Results`,
    compared.some(({ role }) => role === 'subject')
      ? undefined
      : md`No target of this campaign has the role subject, so no ratio between systems is formed.`,
    warnings.length === 0 ? undefined : md`The numbers under Notes are those of the warnings above.`,
    matrixTable(campaign, compared, warnings) ?? md`No target of this campaign is compared.`,
    context.length === 0
      ? undefined
      : blocks(
          md`### Native context`,
          md`The host itself, beside the guests and never one side of a ratio between systems.`,
        ),
    matrixTable(campaign, context, warnings),
  )
}

function matrixTable(
  campaign: Campaign,
  targets: readonly TargetConfig[],
  warnings: readonly Warning[],
): Markdown | undefined {
  const pairs = pairsOf(targets)
  const columns: readonly Column[] = [
    { title: 'Benchmark' },
    { title: 'Metric' },
    { title: 'Case' },
    { title: 'Status' },
    { title: 'Unit' },
    ...targets.map(({ name, role }): Column => ({ title: `${name} median (${role})`, align: 'right' })),
    ...pairs.map(({ subject, reference }): Column => ({ title: `${subject.name} / ${reference.name}` })),
    { title: 'Class' },
    { title: 'Posture' },
    { title: 'Claim' },
    { title: 'Notes' },
  ]
  return table(
    columns,
    matrixOf(campaign, targets).map((row) => cellsOf(row, campaign, targets, pairs, warnings)),
  )
}

interface Pair {
  readonly subject: TargetConfig
  readonly reference: TargetConfig
}

function pairsOf(targets: readonly TargetConfig[]): readonly Pair[] {
  const references = targets.filter((target) => target.role === 'reference' && !isCeiling(target))
  return targets
    .filter(({ role }) => role === 'subject')
    .flatMap((subject) => references.map((reference) => ({ subject, reference })))
}

function cellsOf(
  { benchmark, metric, caseName, results }: MatrixRow,
  campaign: Campaign,
  targets: readonly TargetConfig[],
  pairs: readonly Pair[],
  warnings: readonly Warning[],
): readonly Part[] {
  const on = (target: TargetConfig) => results.find((result) => result.target === target.name)
  const measured = results.filter((result): result is Passed => result.status === 'passed')
  const ratio = ({ subject, reference }: Pair) => {
    const [ours, theirs] = [on(subject), on(reference)]
    if (ours === undefined || theirs === undefined) return 'not in both'
    return ratioCell(campaign, ours, theirs)
  }
  return [
    benchmark,
    metric,
    caseName,
    perTarget(results, ({ status }) => status),
    measured.length === 0 ? 'no value' : perTarget(measured, ({ measurement }) => unitWords(measurement.unit)),
    ...targets.map((target) => valueCell(on(target))),
    ...pairs.map(ratio),
    measured.length === 0 ? 'none' : perTarget(measured, classOf),
    perTarget(results, postureWords),
    measured.length === 0 ? 'no result' : perTarget(measured, claimOf),
    perTarget(results, (result) => noteNumbers(result, warnings)),
  ]
}
