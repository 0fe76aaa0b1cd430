import type { Campaign, Result } from '@capbench/core'

export type TargetConfig = Campaign['content']['config']['targets'][number]

/** Targets that are compared, subjects before references; native context is never among them. */
export function comparedTargets({ content: { config } }: Campaign): readonly TargetConfig[] {
  return [
    ...config.targets.filter(({ role }) => role === 'subject'),
    ...config.targets.filter(({ role }) => role === 'reference'),
  ]
}

export function contextTargets({ content: { config } }: Campaign): readonly TargetConfig[] {
  return config.targets.filter(({ role }) => role === 'native-context')
}

/** The results of one benchmark, metric and case, one for each target that has the case. */
export interface MatrixRow {
  readonly benchmark: string
  readonly tier: number
  readonly metric: string
  readonly caseName: string
  readonly results: readonly Result[]
}

/** Rows by benchmark, metric and case, in the order of the definitions. */
export function matrixOf(campaign: Campaign, targets: readonly TargetConfig[]): readonly MatrixRow[] {
  const rows = new Map<string, MatrixRow>()
  const order = targets.map(({ name }) => name)
  for (const result of sorted(campaign, order)) {
    const key = `${result.benchmark}/${result.metric}/${result.case}`
    const { benchmark, tier, metric, case: caseName } = result
    const row = rows.get(key) ?? { benchmark, tier, metric, caseName, results: [] }
    rows.set(key, { ...row, results: [...row.results, result] })
  }
  return [...rows.values()]
}

function sorted({ results }: Campaign, targets: readonly string[]): readonly Result[] {
  const place = (list: readonly string[], name: string) => list.indexOf(name)
  const distinct = (name: (result: Result) => string) => [...new Set(results.map(name))]
  const benchmarks = distinct(({ benchmark }) => benchmark)
  const metrics = distinct(({ benchmark, metric }) => `${benchmark}/${metric}`)
  const cases = distinct((result) => `${result.benchmark}/${result.case}`)
  return results
    .filter(({ target }) => targets.includes(target))
    .sort(
      (a, b) =>
        place(benchmarks, a.benchmark) - place(benchmarks, b.benchmark) ||
        place(metrics, `${a.benchmark}/${a.metric}`) - place(metrics, `${b.benchmark}/${b.metric}`) ||
        place(cases, `${a.benchmark}/${a.case}`) - place(cases, `${b.benchmark}/${b.case}`) ||
        place(targets, a.target) - place(targets, b.target),
    )
}
