import { at } from './samples.ts'

/**
 * Probabilities of 0 to n successes in n trials of probability p, 0 <= p <= 1.
 *
 * By the recurrence from the mode outward, then normalized: no logarithm, no power, and no underflow at large n where a
 * start from either end would be zero. The same bits on every engine.
 */
export function binomialLaw(n: number, p: number): Float64Array {
  const law = new Float64Array(n + 1)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  law[mode] = 1
  for (let k = mode; k < n; k++) law[k + 1] = (at(law, k) * (n - k) * p) / ((k + 1) * (1 - p))
  for (let k = mode; k > 0; k--) law[k - 1] = (at(law, k) * k * (1 - p)) / ((n - k + 1) * p)
  const total = sumAscending(law)
  return law.map((weight) => weight / total)
}

/** Sum from the smallest to the largest term, for terms that rise to one mode and fall again. */
function sumAscending(terms: Float64Array): number {
  let low = 0
  let high = terms.length - 1
  let sum = 0
  while (low <= high) sum += at(terms, low) <= at(terms, high) ? at(terms, low++) : at(terms, high--)
  return sum
}

/** P(X >= k) of a law. */
export function atLeast(law: Float64Array, k: number): number {
  return k >= law.length ? 0 : sumAscending(law.subarray(Math.max(0, k)))
}
