import { formatFactor } from '../format/figures.ts'
import { intervalWords } from '../format/gate.ts'
import type { Curve, CurvePoint } from './curves.ts'
import { colourScale, ink, layerOf, muted, page, type Spec, shapeRange, singleView } from './theme.ts'

const cpus = { field: 'cpus', type: 'quantitative', title: 'CPUs' } as const
const speedup = { field: 'speedup', type: 'quantitative', title: 'Speedup' } as const

/** Speedup over CPUs with the ideal line and intervals; marks are filled only where the speedup is claimable. */
export function curveSpec(curve: Curve, width: number): Spec {
  return singleView(width, layersOf(curve, {}))
}

/** The same for a page that lets its reader hide targets, and says itself which mark is whose. */
export function liveCurveSpec(curve: Curve, width: number): Spec {
  const transform = [{ filter: 'indexof(hidden, datum.target) < 0' }]
  const layers = layersOf(curve, { legend: null }).map((layer) => ({ ...layer, transform }))
  return { ...singleView(width, layers), params: [{ name: 'hidden', value: [] }] }
}

export const targetsOf = ({ points }: Curve): readonly string[] => [...new Set(points.map(({ target }) => target))]

/** @param look of colours and shapes */
function layersOf(curve: Curve, look: Spec): readonly Spec[] {
  const { baseCpus, points } = curve
  const targets = targetsOf(curve)
  const counts = [...new Set([baseCpus, ...points.map((point) => point.cpus)])].sort((a, b) => a - b)
  const most = Math.max(...counts)
  // Side by side: intervals of several targets at one count of CPUs would hide each other.
  const aside = (target: string) => (targets.indexOf(target) - (targets.length - 1) / 2) * 0.02 * (most - baseCpus)
  const x = {
    ...cpus,
    axis: { values: counts, format: 'd', grid: false },
    scale: { zero: false, nice: false, padding: 16 },
  }
  const color = { field: 'target', type: 'nominal', title: 'Target', scale: colourScale(targets), ...look }
  const shapes = { domain: targets, range: shapeRange(targets.length) }
  const shape = { field: 'target', type: 'nominal', title: 'Target', scale: shapes, ...look }
  const marks = points.map((point) => ({
    ...point,
    cpus: point.cpus + aside(point.target),
    lower: point.interval?.lower ?? point.speedup,
    upper: point.interval?.upper ?? point.speedup,
    says: pointWords(point),
  }))
  const lines = [...targets.map((target) => ({ target, cpus: baseCpus, speedup: 1 })), ...marks]
  const dots = { x, y: speedup, color, shape, description: { field: 'says' } }
  const isClaimable = ({ evidenceClass }: CurvePoint) => evidenceClass === 'claimable'
  const ideal = { cpus: most, speedup: most / baseCpus }
  // No interval stands between two counts of CPUs, so none runs through the word.
  const middle = (most + (counts.at(-2) ?? baseCpus)) / 2
  const between = { cpus: middle, speedup: middle / baseCpus }
  const point = { type: 'point', size: 80, opacity: 1, strokeWidth: 2 }
  const words = {
    type: 'text',
    align: 'right',
    baseline: 'bottom',
    dx: -4,
    dy: -6,
    color: ink,
    fontSize: 12,
    aria: false,
  }
  const dashes = { type: 'line', strokeDash: [6, 4], color: muted, strokeWidth: 1.5, aria: false }
  const bars = { x, y: { ...speedup, field: 'lower' }, y2: { field: 'upper' }, color }
  return [
    ...layerOf([{ cpus: baseCpus, speedup: 1 }, ideal], dashes, { x, y: speedup }),
    ...layerOf([{ ...between, words: 'ideal' }], words, { x, y: speedup, text: { field: 'words' } }),
    ...layerOf(lines, { type: 'line', aria: false }, { x, y: speedup, color }),
    ...layerOf(marks, { type: 'rule', strokeWidth: 2, aria: false }, bars),
    ...layerOf(
      marks.filter((each) => !isClaimable(each)),
      { ...point, filled: false, fill: page },
      dots,
    ),
    ...layerOf(marks.filter(isClaimable), { ...point, size: 120, filled: true }, dots),
  ]
}

/** One point in words, which stand where it cannot be seen. */
function pointWords({ target, caseName, cpus, speedup, interval, evidenceClass }: CurvePoint): string {
  const between = interval === null ? 'no interval' : `90% interval ${intervalWords(interval)}`
  return `${target}, ${caseName} (${cpus} CPUs): ${formatFactor(speedup)}, ${between}, ${evidenceClass}`
}
