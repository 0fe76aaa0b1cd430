import { type Verifier, verdictOf } from '@capbench/core'
import { primesIn } from './primes-in.ts'

/** The checksum over the primes in `2..limit` is right: not only as many primes, but the same ones. */
export function primeChecksum(): Verifier<{ readonly checksum: string }, { readonly limit: number }> {
  return {
    name: 'prime-checksum',
    version: 1,
    judge: ({ checksum }, { parameters: { limit } }) => {
      const wanted = primesIn(2, limit).checksum
      return verdictOf({
        'prime checksum':
          checksum === wanted ? undefined : `the primes in 2..${limit} give ${wanted}, the program gave ${checksum}`,
      })
    },
  }
}
