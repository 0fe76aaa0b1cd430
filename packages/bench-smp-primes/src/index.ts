export type { PrimeRun, PrimeWorker } from './observation.ts'
export { partition, partitionName, partitionRule } from './partition.ts'
export { primeAuthority, smpPrimes } from './smp-primes.ts'
