import { CapbenchError } from '../error.ts'
import { median } from './median.ts'
import { positiveSamples } from './samples.ts'

/**
 * How many times faster `other` is than `base`: median of base over median of other, of a lower-is-better metric.
 *
 * @throws CapbenchError CAPBENCH_USAGE if a row is empty or a sample is not above zero.
 */
export function speedup(base: readonly number[], other: readonly number[]): number {
  positiveSamples(base)
  positiveSamples(other)
  return median(base) / median(other)
}

/** Speedup over processors: 1 is ideal. */
export function efficiency(speedupOf: number, processors: number): number {
  demand(processors >= 1, 'at least one processor', processors)
  return positive(speedupOf) / processors
}

/**
 * Experimentally determined serial fraction (1/S - 1/p) / (1 - 1/p) of Karp and Flatt (1990). Falling with p is fine;
 * rising means that overhead grows. Above 1 the parallel row is slower than the serial one.
 *
 * @param processors at least 2: with one there is nothing to determine
 */
export function karpFlatt(speedupOf: number, processors: number): number {
  demand(processors >= 2, 'at least two processors', processors)
  return (1 / positive(speedupOf) - 1 / processors) / (1 - 1 / processors)
}

function positive(speedupOf: number): number {
  demand(Number.isFinite(speedupOf) && speedupOf > 0, 'a speedup above zero', speedupOf)
  return speedupOf
}

function demand(holds: boolean, wanted: string, came: number): void {
  if (!holds || !Number.isFinite(came))
    throw new CapbenchError('CAPBENCH_USAGE', `scaling needs ${wanted}, got ${came}`)
}
