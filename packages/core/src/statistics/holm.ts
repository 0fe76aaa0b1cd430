import { CapbenchError } from '../error.ts'

/**
 * Adjusted p-values of Holm (1979), in the order given: where those at most `a` are called significant, the chance that
 * even one of them is a false alarm is at most `a`, however the tests depend on each other.
 *
 * @throws CAPBENCH_USAGE for a number outside of 0 to 1
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1))
  if (wrong !== undefined) throw new CapbenchError('CAPBENCH_USAGE', `a p-value lies between 0 and 1, got ${wrong}`)
  const ascending = pValues.map((p, at) => ({ p, at })).sort((a, b) => a.p - b.p)
  const adjusted = new Array<number>(pValues.length).fill(1)
  let largest = 0
  for (const [rank, { p, at }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p))
    adjusted[at] = largest
  }
  return adjusted
}
