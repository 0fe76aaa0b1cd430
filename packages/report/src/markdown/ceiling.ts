import type { Campaign, Result } from '@capbench/core'
import { comparedTargets, type MatrixRow, matrixOf, type TargetConfig } from '../compare/matrix.ts'
import { ratioCell } from '../compare/ratio.ts'
import type { Warning } from '../warnings/warnings.ts'
import { classOf, perTarget, valueCell } from './cells.ts'
import { noteNumbers } from './notes.ts'
import { blocks, type Column, type Markdown, md, type Part, table } from './text.ts'

/** Bare metal: what is left of a system's time when the operating system is taken away. */
export const isCeiling = ({ system }: TargetConfig): boolean => system === 'bare'

const columns: readonly Column[] = [
  { title: 'Benchmark' },
  { title: 'Metric' },
  { title: 'Case' },
  { title: 'System' },
  { title: 'Its median', align: 'right' },
  { title: 'Ceiling' },
  { title: 'Ceiling median', align: 'right' },
  { title: 'System / ceiling' },
  { title: 'Notes' },
  { title: 'Class' },
]

/** A ratio such as an imbalance says how a system shared its work out, not how fast. */
const isDimensionless = ({ results }: Campaign, { benchmark, metric }: MatrixRow): boolean =>
  results.some(
    (each) =>
      each.benchmark === benchmark &&
      each.metric === metric &&
      each.status === 'passed' &&
      each.measurement.unit === 'ratio',
  )

/** Every system beside the same compute without an operating system. Nothing where no bare target was in the suite. */
export function renderCeiling(campaign: Campaign, warnings: readonly Warning[]): Markdown | undefined {
  const targets = comparedTargets(campaign)
  const ceilings = targets.filter(isCeiling)
  const systems = targets.filter((target) => !isCeiling(target))
  const found = table(
    columns,
    matrixOf(campaign, targets)
      .filter((row) => !isDimensionless(campaign, row))
      .flatMap((row) =>
        systems.flatMap((system) => ceilings.flatMap((ceiling) => rowOf(row, system, ceiling, campaign, warnings))),
      ),
  )
  return (
    found &&
    blocks(
      md`## Against the ceiling`,
      md`The ceiling is the same compute on the same virtual machine without an operating system: what a system could
reach at best. A ratio by which a system is the better one, below 1 where less is better, is therefore noise or has
another cause, such as a busy host; it is no faster system. The notes beside a ratio, numbers of the warnings, say what
limits it: of contended or too few runs it is a hint. Rows without a value on one side are left out.`,
      found,
    )
  )
}

function rowOf(
  { benchmark, metric, caseName, results }: MatrixRow,
  system: TargetConfig,
  ceiling: TargetConfig,
  campaign: Campaign,
  warnings: readonly Warning[],
): readonly (readonly Part[])[] {
  const on = ({ name }: TargetConfig): Result | undefined => results.find(({ target }) => target === name)
  const [ours, best] = [on(system), on(ceiling)]
  // Without two figures there is nothing beside the ceiling; the results say why.
  if (ours?.status !== 'passed' || best?.status !== 'passed') return []
  return [
    [
      benchmark,
      metric,
      caseName,
      system.name,
      valueCell(ours),
      ceiling.name,
      valueCell(best),
      ratioCell(campaign, ours, best),
      perTarget([ours, best], (result) => noteNumbers(result, warnings)),
      perTarget([ours, best], classOf),
    ],
  ]
}
