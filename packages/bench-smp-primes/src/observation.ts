import { framed, type Parser, Type } from '@capbench/core'
import { mostNumber, type PrimeRange } from '@capbench/verifiers'

const number = Type.Integer({ minimum: 0, maximum: mostNumber })
/** A reading relative to one that the program took before its workers; negative where a clock is broken. */
const reading = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })

/** `setup`: once, before the workers. */
const Setup = Type.Object({ workers: number, cpus: number, limit: number }, { additionalProperties: false })
const said = {
  index: number,
  from: number,
  to: number,
  primes: number,
  checksum: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  startCycles: reading,
  endCycles: reading,
  cpuStart: Type.Integer(),
  cpuEnd: Type.Integer(),
}
const Worker = Type.Object({ ...said, startNs: reading, endNs: reading }, { additionalProperties: false })
const WorkerInCycles = Type.Object(said, { additionalProperties: false })

/** Schemas of the records, for who prints them: a system without a clock of nanoseconds leaves those two out. */
export const primeRecordSchemas: Readonly<Record<'setup' | 'worker' | 'workerInCycles', Type.TObject>> = {
  setup: Setup,
  worker: Worker,
  workerInCycles: WorkerInCycles,
}

/** What one worker reported; CPUs are the numbers that its system gives them, -1 where it does not say. */
export interface PrimeWorker extends PrimeRange {
  readonly index: number
  /** Absent on a system that has no such clock and is timed by its cycles. */
  readonly startNs?: number
  readonly endNs?: number
  readonly startCycles: number
  readonly endCycles: number
  readonly cpuStart: number
  readonly cpuEnd: number
}

/** What one run of smp-primes reported. */
export interface PrimeRun {
  /** How many times the program described its setup: once, in a sound run. */
  readonly setups: number
  readonly planned: number
  readonly cpus: number
  readonly limit: number
  readonly workers: readonly PrimeWorker[]
  /** Sum over the workers. */
  readonly primes: number
  /** Sum over the workers modulo 2^64, as 16 hexadecimal digits. */
  readonly checksum: string
}

function sumOfChecksums(workers: readonly PrimeRange[]): string {
  const sum = workers.reduce((total, { checksum }) => total + BigInt(`0x${checksum}`), 0n)
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0')
}

type Said = {
  readonly setup: readonly Type.Static<typeof Setup>[]
  readonly worker: readonly PrimeWorker[]
}

const observe = ({ setup, worker }: Said): PrimeRun => ({
  setups: setup.length,
  planned: setup[0]?.workers ?? 0,
  cpus: setup[0]?.cpus ?? 0,
  limit: setup[0]?.limit ?? 0,
  workers: worker,
  primes: worker.reduce((sum, { primes }) => sum + primes, 0),
  checksum: sumOfChecksums(worker),
})

/** Parser of the records of `smp-primes`: one `setup`, one `worker` for each worker. */
export const primeRecords = framed({ version: 1, records: { setup: Setup, worker: Worker }, observe })

/**
 * The same records of another system: where they are and whether they carry the nonce, as `framed` has it, and
 * `cycles` where its workers have no clock of nanoseconds.
 */
export function primeRecordsOf({
  timedBy = 'ns',
  ...place
}: {
  readonly timedBy?: 'ns' | 'cycles'
  readonly from?: 'records' | 'console'
  readonly nonce?: 'given' | 'none'
} = {}): Parser<PrimeRun> {
  if (timedBy === 'ns') return framed({ ...place, version: 1, records: { setup: Setup, worker: Worker }, observe })
  return framed({ ...place, version: 1, records: { setup: Setup, worker: WorkerInCycles }, observe })
}
