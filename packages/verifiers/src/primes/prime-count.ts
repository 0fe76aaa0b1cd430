import { type Verifier, verdictOf } from '@capbench/core'
import { primesIn } from './primes-in.ts'

/** The number of primes in `2..limit` is right. */
export function primeCount(): Verifier<{ readonly primes: number }, { readonly limit: number }> {
  return {
    name: 'prime-count',
    version: 1,
    judge: ({ primes }, { parameters: { limit } }) => {
      const wanted = primesIn(2, limit).primes
      return verdictOf({
        'prime count': primes === wanted ? undefined : `2..${limit} has ${wanted} primes, ${primes} were counted`,
      })
    },
  }
}
