/** Numbers that are sieved at once; their odd half is one byte each, so a sieve of any size stays within the cache. */
const segmentNumbers = 1 << 19

/** Odd primes up to `limit`, by the plain sieve of Eratosthenes. */
function oddPrimesUpTo(limit: number): readonly number[] {
  const composite = new Uint8Array(limit + 1)
  const primes: number[] = []
  for (let number = 3; number <= limit; number += 2) {
    if (composite[number] === 1) continue
    primes.push(number)
    for (let multiple = number * number; multiple <= limit; multiple += 2 * number) composite[multiple] = 1
  }
  return primes
}

/**
 * Calls `visit` with every prime in `from..to`, ascending. Segmented sieve of Eratosthenes over the odd numbers: memory
 * is about 256 KiB plus the primes up to the square root of `to`, whatever the range.
 *
 * It shares no method with what it judges: programs divide by trial.
 */
export function forEachPrime(from: number, to: number, visit: (prime: number) => void): void {
  if (from <= 2 && to >= 2) visit(2)
  const divisors = oddPrimesUpTo(Math.floor(Math.sqrt(to)))
  const composite = new Uint8Array(segmentNumbers / 2)
  for (let low = Math.max(from, 3) | 1; low <= to; low += segmentNumbers) {
    const high = Math.min(to, low + segmentNumbers - 1)
    composite.fill(0)
    for (const divisor of divisors) {
      const square = divisor * divisor
      if (square > high) break
      let multiple = Math.max(square, Math.ceil(low / divisor) * divisor)
      if (multiple % 2 === 0) multiple += divisor
      for (; multiple <= high; multiple += 2 * divisor) composite[(multiple - low) / 2] = 1
    }
    for (let number = low; number <= high; number += 2) {
      if (composite[(number - low) / 2] === 0) visit(number)
    }
  }
}
