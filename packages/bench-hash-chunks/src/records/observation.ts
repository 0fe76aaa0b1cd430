import { framed, type Parser, type Type } from '@capbench/core'
import { Cycles, Digests, Setup, Whole, WholeInCycles, Worker, WorkerInCycles } from './schemas.ts'

/** What one worker reported; CPUs are the numbers that its system gives them, -1 where it does not say. */
export interface HashWorker {
  readonly index: number
  readonly from: number
  readonly to: number
  readonly hashed: number
  readonly root: string
  /** Absent on a system that has no such clock and is timed by its cycles. */
  readonly startNs?: number
  readonly endNs?: number
  readonly startCycles: number
  readonly endCycles: number
  readonly cpuStart: number
  readonly cpuEnd: number
}

/** From before the first worker was started to after the last was gone. */
export interface WholeRun {
  readonly root: string
  readonly ns?: number
  readonly cycles: number
}

/** What one run reported. */
export interface HashRun {
  readonly setups: readonly Type.Static<typeof Setup>[]
  readonly planned: number
  readonly cpus: number
  readonly workers: readonly HashWorker[]
  readonly digests: readonly Type.Static<typeof Digests>[]
  readonly chunkCycles: readonly Type.Static<typeof Cycles>[]
  readonly wholes: readonly WholeRun[]
}

interface Said {
  readonly setup: readonly Type.Static<typeof Setup>[]
  readonly worker: readonly HashWorker[]
  readonly digests: readonly Type.Static<typeof Digests>[]
  readonly cycles: readonly Type.Static<typeof Cycles>[]
  readonly whole: readonly WholeRun[]
}

const observe = ({ setup, worker, digests, cycles, whole }: Said): HashRun => ({
  setups: setup,
  planned: setup[0]?.workers ?? 0,
  cpus: setup[0]?.cpus ?? 0,
  workers: worker,
  digests,
  chunkCycles: cycles,
  wholes: whole,
})

const common = { setup: Setup, digests: Digests, cycles: Cycles } as const

/**
 * Parser of the records, wherever they are and whether or not they carry the nonce, as `framed` has it; `cycles` where
 * the workers have no clock of nanoseconds.
 */
export function hashRecordsOf({
  timedBy = 'ns',
  ...place
}: {
  readonly timedBy?: 'ns' | 'cycles'
  readonly from?: 'records' | 'console'
  readonly nonce?: 'given' | 'none'
} = {}): Parser<HashRun> {
  if (timedBy === 'ns')
    return framed({ ...place, version: 1, records: { ...common, worker: Worker, whole: Whole }, observe })
  return framed({ ...place, version: 1, records: { ...common, worker: WorkerInCycles, whole: WholeInCycles }, observe })
}
