import { type Verifier, verdictOf } from '@capbench/core'
import { type PrimeTally, primesIn } from './primes-in.ts'

/** What one worker says it did: the primes in `from..to`, both included. */
export interface PrimeRange extends PrimeTally {
  readonly from: number
  readonly to: number
}

/** Where the ranges leave the straight way from 2 to the limit. */
function coverageFault(ranges: readonly PrimeRange[], limit: number): string | undefined {
  let next = 2
  for (const [index, { from, to }] of ranges.entries()) {
    if (from > next) return `gap: nobody took ${next}..${from - 1} before worker ${index}`
    if (from < next) return `overlap: worker ${index} starts at ${from}, and all below ${next} was taken`
    if (to < from) return `worker ${index} has the empty range ${from}..${to}`
    next = to + 1
  }
  if (next <= limit) return `gap: nobody took ${next}..${limit}`
  return next > limit + 1 ? `the ranges end at ${next - 1}, past the limit ${limit}` : undefined
}

function tallyFault(ranges: readonly PrimeRange[], field: keyof PrimeTally): string | undefined {
  for (const [index, range] of ranges.entries()) {
    const wanted = primesIn(range.from, range.to)[field]
    if (range[field] === wanted) continue
    return `worker ${index} has ${range[field]} for ${range.from}..${range.to}, which is ${wanted}`
  }
  return undefined
}

/**
 * The ranges of the workers, in order, cover `2..limit` with no gap and no overlap, and each worker's count and
 * checksum are those of its own range. The parts are sieved only where the ranges hold, so that absurd ranges cost
 * nothing.
 */
export function contiguousRanges(): Verifier<{ readonly workers: readonly PrimeRange[] }, { readonly limit: number }> {
  return {
    name: 'contiguous-ranges',
    version: 1,
    judge: ({ workers }, { parameters: { limit } }) => {
      const coverage = coverageFault(workers, limit)
      if (coverage !== undefined) return verdictOf({ ranges: coverage })
      return verdictOf({
        ranges: undefined,
        'count of each range': tallyFault(workers, 'primes'),
        'checksum of each range': tallyFault(workers, 'checksum'),
      })
    },
  }
}
