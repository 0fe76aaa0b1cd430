/** One batch of operations as it was timed; nanoseconds, and counts of this process. */
export interface Batch {
  readonly wallNs: number
  /** CPU time of all processes that took part. */
  readonly cpuNs: number
  /** The better of the two canaries around it. */
  readonly canaryNs: number
  /** Involuntary context switches. */
  readonly switches: number
  /** Minor page faults. */
  readonly faults: number
}

/** Which test of CPU time fits an intent: `none` where idle time is part of what is measured. */
export type Gate = 'cpu' | 'pair' | 'children' | 'none'

/**
 * How much wall time may exceed CPU time, as a fraction and in ns. Pairs pre-empt each other at every wake-up, so that
 * switches say nothing of them; of children the very end is accounted for late.
 */
const slack = {
  cpu: { share: 0.02, ns: 20_000 },
  pair: { share: 0.05, ns: 30_000 },
  children: { share: 0.1, ns: 100_000 },
} as const

/** A canary that is slower than the best by more shows a CPU that was slower. */
const canarySlack = 0.08

/** Fewer batches give no number. */
export const leastClean = 7

/** Why a batch does not count. It never looks at how long an operation took. */
export type Contaminated = 'slow-cpu' | 'pre-empted' | 'waited'

/**
 * What disturbed a batch, if anything.
 *
 * @param bestNs best canary of the run
 */
export function contaminationOf(batch: Batch, gate: Gate, bestNs: number): Contaminated | undefined {
  if (batch.canaryNs > bestNs * (1 + canarySlack)) return 'slow-cpu'
  if (gate === 'none') return undefined
  if (gate === 'cpu' && batch.switches > 0) return 'pre-empted'
  const { share, ns } = slack[gate]
  return batch.wallNs > batch.cpuNs * (1 + share) + ns ? 'waited' : undefined
}

/** What clocks and loop cost, in picoseconds. */
export interface Overhead {
  readonly readPs: number
  readonly loopPs: number
}

/** What an operation of a batch is counted in. */
export interface Counting {
  readonly operations: number
  readonly steps: number
  /** The figure is for a minor fault, of which an operation makes a part or several. */
  readonly perFault: boolean
}

/**
 * Nanoseconds of one operation of a batch: without what reading the clock and an empty loop cost, and without anything
 * else. 0 where nothing is left, which no caller may take for a time.
 */
export function perOperation(batch: Batch, { operations, steps, perFault }: Counting, overhead: Overhead): number {
  const times = perFault ? batch.faults : operations * steps
  if (times === 0) return 0
  const loopNs = operations > 100 && !perFault ? overhead.loopPs / 1000 / steps : 0
  return Math.max(0, (batch.wallNs - overhead.readPs / 1000) / times - loopNs)
}

/** Lower end of a bucket of the histogram: exact below 16 ns, then 16 buckets for each power of two. */
export function bucketNs(bucket: number): number {
  if (bucket < 16) return bucket
  const power = Math.floor(bucket / 16) + 3
  return 2 ** power + (bucket % 16) * 2 ** (power - 4)
}
