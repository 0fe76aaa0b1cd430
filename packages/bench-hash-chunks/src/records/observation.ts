import { framed, type Parser, Type } from '@capbench/core'
import { kinds } from './formats.ts'

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** A reading relative to one that the program took before its workers; negative where a clock is broken. */
const reading = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
const digest = Type.String({ pattern: '^[0-9a-f]{64}$' })
const word = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' })
const exactly = { additionalProperties: false } as const

/** `setup`: once, when the corpus is made and before the workers are. */
const Setup = Type.Object(
  {
    format: word,
    workers: count,
    kind: Type.Enum([...kinds]),
    cpus: count,
    hash: word,
    /** Which implementation of the hash it is: `portable-c` is ours. */
    variant: word,
    corpusBytes: count,
    chunkBytes: count,
    passes: count,
    seed: count,
    corpusSha256: digest,
  },
  exactly,
)

const worker = {
  index: count,
  /** First and last of its chunks. */
  from: count,
  to: count,
  /** Chunks that it hashed, over all passes. */
  hashed: count,
  /** Merkle tree hash over its own digests. */
  root: digest,
  startCycles: reading,
  endCycles: reading,
  cpuStart: Type.Integer(),
  cpuEnd: Type.Integer(),
}

/** `worker`: once for each, in order. */
const Worker = Type.Object({ ...worker, startNs: reading, endNs: reading }, exactly)
const WorkerInCycles = Type.Object(worker, exactly)

/** `digests`: the first four bytes of each digest of a worker after the last pass, in chunk order, in pieces. */
const Digests = Type.Object(
  { worker: count, from: count, prefixes: Type.String({ pattern: '^([0-9a-f]{8}){1,256}$' }) },
  exactly,
)

/** `cycles`: how long each chunk took in the last pass, in pieces. A system without a counter leaves them out. */
const Cycles = Type.Object(
  { worker: count, from: count, cycles: Type.Array(reading, { minItems: 1, maxItems: 128 }) },
  exactly,
)

/** `whole`: the root over all chunks, and from before the first worker was started to after the last was gone. */
const Whole = Type.Object({ root: digest, ns: reading, cycles: reading }, exactly)
const WholeInCycles = Type.Object({ root: digest, cycles: reading }, exactly)

/** Schemas of the records, for who prints them; `InCycles` where a system has no clock of nanoseconds. */
export const hashRecordSchemas: Readonly<
  Record<'setup' | 'worker' | 'workerInCycles' | 'digests' | 'cycles' | 'whole' | 'wholeInCycles', Type.TObject>
> = {
  setup: Setup,
  worker: Worker,
  workerInCycles: WorkerInCycles,
  digests: Digests,
  cycles: Cycles,
  whole: Whole,
  wholeInCycles: WholeInCycles,
}

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

/** How the program was asked to work, as it says itself. */
export interface HashSetup {
  readonly format: string
  readonly workers: number
  readonly kind: (typeof kinds)[number]
  readonly cpus: number
  readonly hash: string
  readonly variant: string
  readonly corpusBytes: number
  readonly chunkBytes: number
  readonly passes: number
  readonly seed: number
  readonly corpusSha256: string
}

/** A piece of what a worker says of its chunks, from one of them on. */
interface Piece {
  readonly worker: number
  readonly from: number
}

/** What one run reported. */
export interface HashRun {
  readonly setups: readonly HashSetup[]
  readonly planned: number
  readonly cpus: number
  readonly workers: readonly HashWorker[]
  readonly digests: readonly (Piece & { readonly prefixes: string })[]
  readonly chunkCycles: readonly (Piece & { readonly cycles: readonly number[] })[]
  readonly wholes: readonly WholeRun[]
}

interface Said {
  readonly setup: readonly HashSetup[]
  readonly worker: readonly HashWorker[]
  readonly digests: HashRun['digests']
  readonly cycles: HashRun['chunkCycles']
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
