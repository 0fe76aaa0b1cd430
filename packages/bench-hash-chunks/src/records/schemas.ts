import { Type } from '@capbench/core'

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** A reading relative to one that the program took before its workers; negative where a clock is broken. */
const reading = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
const digest = Type.String({ pattern: '^[0-9a-f]{64}$' })
const word = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' })
const exactly = { additionalProperties: false } as const

/** Formats of the records; another program of another system that prints one of them means the same by it. */
export const formats = { processes: 'capbench-processscale-v1', threads: 'capbench-threadscale-v1' } as const
/** Workers are independent processes, or sibling threads of one. */
export type Mode = keyof typeof formats

/** What a worker is: where there is no operating system, a CPU. */
export const kinds = ['process', 'thread', 'cpu'] as const

/** `setup`: once, when the corpus is made and before the workers are. */
export const Setup = Type.Object(
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
export const Worker = Type.Object({ ...worker, startNs: reading, endNs: reading }, exactly)
export const WorkerInCycles = Type.Object(worker, exactly)

/** `digests`: the first four bytes of each digest of a worker after the last pass, in chunk order, in pieces. */
export const Digests = Type.Object(
  { worker: count, from: count, prefixes: Type.String({ pattern: '^([0-9a-f]{8}){1,256}$' }) },
  exactly,
)

/** `cycles`: how long each chunk took in the last pass, in pieces. A system without a counter leaves them out. */
export const Cycles = Type.Object(
  { worker: count, from: count, cycles: Type.Array(reading, { minItems: 1, maxItems: 128 }) },
  exactly,
)

/** `whole`: the root over all chunks, and from before the first worker was started to after the last was gone. */
export const Whole = Type.Object({ root: digest, ns: reading, cycles: reading }, exactly)
export const WholeInCycles = Type.Object({ root: digest, cycles: reading }, exactly)

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
