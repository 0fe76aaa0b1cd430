import { hashChunks, hashChunksThreads } from '@capbench/bench-hash-chunks'
import { osPrimitives, osPrimitivesFull } from '@capbench/bench-osbench'
import { smpPrimes } from '@capbench/bench-smp-primes'
import type { SuiteSource } from './suite-source.ts'
import { targetsWith } from './targets.ts'

/** SMP primes on every system. */
export const smpPrimesSource: SuiteSource = { name: 'smp-primes', benchmark: smpPrimes, targets: targetsWith() }

/** Its corpus is 64 MiB, and a system needs memory besides. */
const hashTargets = targetsWith({ memoryMiB: 256 })

/** Every suite that the command line offers. The first is the default. */
export const sources: readonly SuiteSource[] = [
  smpPrimesSource,
  { name: hashChunks.name, benchmark: hashChunks, targets: hashTargets },
  { name: hashChunksThreads.name, benchmark: hashChunksThreads, targets: hashTargets },
  { name: osPrimitives.name, benchmark: osPrimitives, targets: targetsWith() },
  { name: osPrimitivesFull.name, benchmark: osPrimitivesFull, targets: targetsWith() },
]
