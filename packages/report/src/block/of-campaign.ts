import type { Campaign } from '@capbench/core'
import { comparedTargets, matrixOf, type TargetConfig } from '../compare/matrix.ts'
import type { Block } from './block.ts'

/**
 * The block of one metric of a benchmark over some targets: every case, and the speedup of each over the base.
 *
 * @param targets that stand in it; default all that are subject or reference
 */
export function blockOf(
  campaign: Campaign,
  of: { readonly id: string; readonly benchmark: string; readonly metric: string },
  targets: readonly TargetConfig[] = comparedTargets(campaign),
): Block {
  const rows = matrixOf(campaign, targets).filter((row) => row.benchmark === of.benchmark && row.metric === of.metric)
  const speedups = campaign.analysis.speedups.filter((each) => each.benchmark === of.benchmark)
  const cases = rows.map(({ caseName }) => caseName)
  const known = speedups.filter(({ from, to }) => cases.includes(from) && cases.includes(to))
  const pairs = new Map(known.map(({ from, to }) => [`${from} to ${to}`, [from, to] as const]))
  const measured = targets.filter(({ name }) =>
    rows.some(({ results }) => results.some((each) => each.target === name)),
  )
  return {
    id: of.id,
    medians: cases,
    speedups: [...pairs.values()],
    rows: measured.map(({ name }) => {
      const own = rows.map(({ caseName, results }) => ({
        caseName,
        result: results.find((each) => each.target === name),
      }))
      const passed = own.flatMap(({ result }) => (result?.status === 'passed' ? [result] : []))
      return {
        system: name,
        unit: passed[0]?.measurement.unit ?? 'none',
        medians: Object.fromEntries(
          own.map(({ caseName, result }) => {
            if (result === undefined) return [caseName, 'not in the suite']
            if (result.status !== 'passed') return [caseName, `${result.status}: ${result.reason}`]
            return [caseName, result.measurement.median]
          }),
        ),
      }
    }),
  }
}
