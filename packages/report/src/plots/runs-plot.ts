import { formatQuantity } from '../format/figures.ts'
import { type Attempt, fates } from './attempts.ts'
import { colourScale, ink, layerOf, muted, page, type Spec, singleView } from './theme.ts'

/** Runs of one benchmark on one target in the order in which they ran, each against the median of its own row. */
export function runsSpec(attempts: readonly Attempt[], width: number): Spec {
  const cases = [...new Set(attempts.map(({ run }) => run.record.case))].sort()
  const deviations = attempts.flatMap((attempt) => deviationOf(attempt) ?? [])
  const margin = Math.max(0.5, 0.05 * (Math.max(0, ...deviations) - Math.min(0, ...deviations)))
  const [low, high] = [Math.min(0, ...deviations) - margin, Math.max(0, ...deviations) + margin]
  const dots = attempts.map((attempt) => ({
    order: attempt.run.record.order,
    // What has no value lies on the lower edge, where no value lies.
    deviation: deviationOf(attempt) ?? low,
    case: attempt.run.record.case,
    fate: attempt.fate,
    solid: attempt.fate === 'counts' && attempt.row?.evidenceClass === 'claimable',
    says: attemptWords(attempt),
  }))
  const orders = dots.map(({ order }) => order)
  const encoding = {
    x: {
      field: 'order',
      type: 'quantitative',
      title: 'Position in the campaign',
      axis: { format: 'd', tickMinStep: 1, grid: false },
      scale: { domain: [Math.min(...orders) - 1, Math.max(...orders) + 1], nice: false },
    },
    y: {
      field: 'deviation',
      type: 'quantitative',
      title: "From its row's median (%)",
      scale: { domain: [low, high], nice: false },
    },
    color: { field: 'case', type: 'nominal', title: 'Case', scale: colourScale(cases) },
    shape: {
      field: 'fate',
      type: 'nominal',
      title: 'Run',
      legend: { encoding: { symbols: { stroke: { value: ink } } } },
      scale: { domain: fates, range: ['circle', 'triangle-up', 'diamond', 'cross'] },
    },
    description: { field: 'says' },
  }
  const mark = { type: 'point', size: 60, opacity: 1, strokeWidth: 1.8 }
  return singleView(width, [
    ...layerOf([{ zero: 0 }], { type: 'rule', color: muted, aria: false }, { y: { datum: 0 } }),
    ...layerOf(
      dots.filter(({ solid }) => !solid),
      { ...mark, filled: false, fill: page },
      encoding,
    ),
    ...layerOf(
      dots.filter(({ solid }) => solid),
      { ...mark, filled: true },
      encoding,
    ),
  ])
}

/** In percent of the median of the row. */
function deviationOf({ value, row }: Attempt): number | undefined {
  return value === undefined || row === undefined ? undefined : (value / row.measurement.median - 1) * 100
}

/** One run in words, which stand where its mark cannot be seen. */
function attemptWords(attempt: Attempt): string {
  const { run, value, row, fate, because } = attempt
  const deviation = deviationOf(attempt)
  const figure =
    value === undefined || row === undefined || deviation === undefined
      ? []
      : [`${formatQuantity(value, row.measurement.unit)} (${deviation < 0 ? '' : '+'}${deviation.toFixed(2)}%)`]
  const { order, case: name, kind, ordinal } = run.record
  const head = `${order}: ${name}, ${kind === 'warmup' ? 'warm-up ' : ''}run ${ordinal}`
  return [head, ...figure, fate, ...(because === '' ? [] : [because])].join(', ')
}
