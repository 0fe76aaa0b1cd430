import { smpPrimesSource } from './smp-primes.ts'
import type { SuiteSource } from './suite-source.ts'

/** Every suite that the command line offers. */
export const sources: readonly SuiteSource[] = [smpPrimesSource]
