import type { Attempt } from './attempts.ts'
import { fates } from './attempts.ts'
import { marksOf, type RunMark } from './run-marks.ts'
import { colourScale, fixedWidth, ink, muted, page, type Spec, shapeRange, singleView } from './theme.ts'

/** Runs of one benchmark on one target. */
export interface Runs {
  readonly attempts: readonly Attempt[]
  /** Those that have a value somewhere. */
  readonly metrics: readonly string[]
}

/** As many as a sheet of paper and the width of a screen hold, of plots and of columns of figures. */
const mostAtOnce = 6

/** The metrics in groups that are drawn or listed together. */
export function sheetsOf({ metrics }: Runs): readonly (readonly string[])[] {
  const sheets = Math.ceil(metrics.length / mostAtOnce)
  return Array.from({ length: sheets }, (_, index) => metrics.slice(index * mostAtOnce, (index + 1) * mostAtOnce))
}

/**
 * In the order in which they ran, each against the median of its own row: one plot a metric, two side by side.
 *
 * @param shown of the metrics; all by default
 */
export function runsSpec(runs: Runs, width: number, shown = runs.metrics): Spec {
  const marks = marksOf(runs.attempts, runs.metrics)
  if (runs.metrics.length === 1) return singleView(width, layersOf(marks, encodingOf(runs, 'drawn')))
  const columns = width < 500 ? 1 : 2
  const concat = shown.map((metric) => ({
    title: { text: metric, anchor: 'start', frame: 'group', color: ink, fontSize: 12, fontWeight: 'normal', offset: 4 },
    width: Math.floor(width / columns) - 80,
    height: smallHeight,
    layer: layersOf(
      marks.filter((mark) => runs.metrics[mark.metric] === metric),
      encodingOf(runs, 'small'),
    ),
  }))
  return fixedWidth(width, { concat, columns, spacing: 16 })
}

/** The same for a page that lets its reader choose the metric, hide cases and kinds of runs, and look closer. */
export function liveRunsSpec(runs: Runs, width: number): Spec {
  const marks = marksOf(runs.attempts, runs.metrics)
  const shown = 'datum.metric === metric && indexof(hidden, datum.case) < 0 && indexof(hiddenFates, datum.fate) < 0'
  const [zero, reach, ...dots] = layersOf(marks, encodingOf(runs, 'live'))
  const live = dots.map((layer, index) => ({
    ...layer,
    transform: [{ filter: shown }, { filter: { param: 'zoom' } }],
    ...(index === 0 && { params: [{ name: 'zoom', select: zoomBy, bind: 'scales' }] }),
  }))
  const params = [
    { name: 'metric', value: 0 },
    { name: 'hidden', value: [] },
    { name: 'hiddenFates', value: [] },
  ]
  return { ...singleView(width, [...(zero ? [zero] : []), ...(reach ? [reach] : []), ...live]), params }
}

/** A wheel alone scrolls the page; with Shift or Ctrl it looks closer. */
const zoomBy = { type: 'interval', encodings: ['x'], zoom: 'wheel![event.shiftKey || event.ctrlKey]' }

/** Of the area of one plot among others, in CSS pixels. */
const smallHeight = 110

type Layer = Spec & { readonly data: unknown }

function layersOf(marks: readonly RunMark[], encoding: Spec): readonly Layer[] {
  const isSmall = !Object.hasOwn(encoding, 'description')
  const point = {
    type: 'point',
    size: isSmall ? 36 : 60,
    opacity: 1,
    strokeWidth: isSmall ? 1.4 : 1.8,
    ...(isSmall && { aria: false }),
  }
  const hollow = { ...point, filled: false, fill: page }
  const layer = (values: readonly object[], mark: Spec, own: Spec): Layer => ({ data: { values }, mark, encoding: own })
  const dots = [
    layer(
      marks.filter(({ solid, deviation }) => !solid && deviation !== undefined),
      hollow,
      encoding,
    ),
    layer(
      marks.filter(({ solid }) => solid),
      { ...point, filled: true },
      encoding,
    ),
    // What has no value lies on the lower edge, outside of the scale.
    layer(
      marks.filter(({ deviation }) => deviation === undefined),
      hollow,
      // The signal `height` is that of a plot which is alone.
      { ...encoding, y: { value: isSmall ? smallHeight - 8 : { expr: 'height - 8' } } },
    ),
  ]
  return [
    layer([{ zero: 0 }], { type: 'rule', color: muted, aria: false }, { y: { datum: 0 } }),
    // Equal runs would leave the scale without a length.
    layer([{ deviation: -0.5 }, { deviation: 0.5 }], { type: 'rule', opacity: 0, aria: false }, { y: encoding.y }),
    ...dots.filter(({ data }) => (data as { readonly values: readonly object[] }).values.length > 0),
  ]
}

/** `small` are many side by side, which say once what their axes are; a page says beside `live` what marks mean. */
function encodingOf({ attempts }: Runs, kind: 'drawn' | 'small' | 'live'): Spec {
  const cases = casesOf(attempts)
  const orders = attempts.map(({ run }) => run.record.order)
  const isSmall = kind === 'small'
  const hidden = kind === 'live' ? { legend: null } : {}
  return {
    x: {
      field: 'order',
      type: 'quantitative',
      title: isSmall ? null : 'Position in the campaign',
      axis: { format: 'd', tickMinStep: 1, grid: false, ...(isSmall && { tickCount: 4 }) },
      scale: { domain: [Math.min(...orders) - 1, Math.max(...orders) + 1], nice: false },
    },
    y: {
      field: 'deviation',
      type: 'quantitative',
      title: isSmall ? '%' : "From its row's median (%)",
      axis: { grid: true, ...(isSmall && { tickCount: 3 }) },
      scale: { zero: true, padding: 6 },
    },
    color: { field: 'case', type: 'nominal', title: 'Case', scale: colourScale(cases), ...hidden },
    shape: {
      field: 'fate',
      type: 'nominal',
      title: 'Run',
      legend: kind === 'live' ? null : { encoding: { symbols: { stroke: { value: ink } } } },
      scale: { domain: fates, range: shapeRange(fates.length) },
    },
    // Many small ones are an overview; what each mark is stands in the table and in the plot that a page draws.
    ...(!isSmall && { description: { field: 'says' } }),
  }
}

export const casesOf = (attempts: readonly Attempt[]): readonly string[] =>
  [...new Set(attempts.map(({ run }) => run.record.case))].sort()
