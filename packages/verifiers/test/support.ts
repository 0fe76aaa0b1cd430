import { type Case, type Setting, smp } from '@capbench/core'
import { type PrimeRange, primesIn } from '@capbench/verifiers'

export const limit = 10_000

export function setting(vcpus: number, cpus = vcpus): Setting<{ readonly limit: number }> {
  const one: Case = smp(vcpus)
  return { parameters: { limit }, case: one, system: 'linux', cpus }
}

/** A sound run of three workers. */
export const soundRanges: readonly PrimeRange[] = [
  { from: 2, to: 4_000, ...primesIn(2, 4_000) },
  { from: 4_001, to: 7_500, ...primesIn(4_001, 7_500) },
  { from: 7_501, to: limit, ...primesIn(7_501, limit) },
]

/** The ranges with one of them changed. */
export function withRange(index: number, change: Partial<PrimeRange>): readonly PrimeRange[] {
  return soundRanges.map((range, each) => (each === index ? { ...range, ...change } : range))
}
