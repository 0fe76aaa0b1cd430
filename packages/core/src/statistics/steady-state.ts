import { CapbenchError } from '../error.ts'
import { at, sortedSamples } from './samples.ts'

/**
 * Where a series inside one boot becomes steady: index of the first window of `length` values whose coefficient of
 * variation is below a threshold (Georges, Buytaert and Eeckhout 2007, 4.2); null where none is. Warm-up is declared
 * beforehand; this checks that it was enough.
 *
 * @param threshold fraction, e.g. 0.02
 * @throws CapbenchError CAPBENCH_USAGE for bad samples or a window of fewer than two values.
 */
export function steadyFrom(series: readonly number[], length: number, threshold: number): number | null {
  sortedSamples(series)
  if (!(Number.isInteger(length) && length >= 2)) {
    throw new CapbenchError('CAPBENCH_USAGE', `a window has two values or more, got ${length}`)
  }
  for (let start = 0; start + length <= series.length; start++) {
    if (variationOf(series.slice(start, start + length)) < threshold) return start
  }
  return null
}

function variationOf(window: readonly number[]): number {
  const mean = window.reduce((sum, x) => sum + x, 0) / window.length
  const squares = window.reduce((sum, _, i) => sum + (at(window, i) - mean) * (at(window, i) - mean), 0)
  return Math.sqrt(squares / (window.length - 1)) / Math.abs(mean)
}
