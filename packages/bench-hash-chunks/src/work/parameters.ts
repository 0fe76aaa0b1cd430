import { CapbenchError, Type } from '@capbench/core'

/** What is hashed, and how often. Bytes, except where it says otherwise. */
export interface HashParameters {
  readonly hash: 'sha256' | 'blake3'
  /** The corpus in the strong form; in the weak one the share of each worker. */
  readonly corpusBytes: number
  readonly chunkBytes: number
  /** How often the corpus is hashed; each pass hashes what the one before it found as well. */
  readonly passes: number
  readonly seed: number
  /** `strong`: more workers share the same corpus. `weak`: each brings a corpus of its own size. */
  readonly scaling: 'strong' | 'weak'
}

/** Most chunks of a run: their digests take 32 MiB in a target and in the verifier. */
const mostChunks = 2 ** 20
/** What the block counter of the corpus can count. */
const mostBytes = 2 ** 38

export const hashParameters: Type.TObject<{
  hash: Type.TEnum<['sha256', 'blake3']>
  corpusBytes: Type.TInteger
  chunkBytes: Type.TInteger
  passes: Type.TInteger
  seed: Type.TInteger
  scaling: Type.TEnum<['strong', 'weak']>
}> = Type.Object({
  hash: Type.Enum(['sha256', 'blake3'], { default: 'sha256' }),
  corpusBytes: Type.Integer({ default: 64 * 2 ** 20, minimum: 64, maximum: mostBytes }),
  chunkBytes: Type.Integer({ default: 64 * 2 ** 10, minimum: 64, maximum: 2 ** 24, multipleOf: 64 }),
  passes: Type.Integer({ default: 16, minimum: 1, maximum: 2 ** 32 - 1 }),
  seed: Type.Integer({ default: 1, minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  scaling: Type.Enum(['strong', 'weak'], { default: 'strong' }),
})

/** The work of one case, in numbers. */
export interface Work {
  /** Bytes of the corpus that all workers hash together. */
  readonly bytes: number
  readonly chunks: number
  /** Chunks of each worker: the ones from `worker * share` on. */
  readonly share: number
}

/**
 * What the workers of a case do.
 *
 * @throws CAPBENCH_USAGE where the corpus is no whole number of equal shares of whole chunks, or has too many of them
 */
export function workOf(parameters: HashParameters, workers: number): Work {
  const { corpusBytes, chunkBytes, scaling } = parameters
  const bytes = scaling === 'weak' ? corpusBytes * workers : corpusBytes
  const chunks = bytes / chunkBytes
  const share = chunks / workers
  const refuse = (why: string): never => {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `${bytes} bytes in chunks of ${chunkBytes} over ${workers} worker(s): ${why}; change corpusBytes or chunkBytes`,
    )
  }
  if (!Number.isInteger(share)) refuse('every worker must get the same number of whole chunks')
  if (chunks > mostChunks) refuse(`${chunks} chunks are more than ${mostChunks}`)
  if (bytes > mostBytes) refuse(`the corpus has at most ${mostBytes} bytes`)
  return { bytes, chunks, share }
}

/**
 * A profile for emulated machines, where a hash takes ten times as long: 64 MiB in all. Its rows have a comparison hash
 * of their own.
 */
export const tcgProfile = { corpusBytes: 16 * 2 ** 20, passes: 4 } as const

const page = 4096
const pages = (bytes: number): number => Math.ceil(bytes / page) * page
const mebibyte = 2 ** 20

/** What a system needs besides, as tried out (docs/hash-chunks.md): Linux takes more where there is more. */
const besides: Readonly<Record<string, (bytes: number) => number>> = {
  linux: (bytes) => 48 * mebibyte + Math.ceil(bytes / 8),
  bare: () => 8 * mebibyte,
}

/** Memory that a target needs: the corpus, a slot for each worker, and the system itself. Errors as of `workOf`. */
export function memoryOf(parameters: HashParameters, workers: number, system: string): number {
  const { bytes, share } = workOf(parameters, workers)
  const data = pages(bytes) + workers * pages(share * 40 + 128)
  return data + (besides[system]?.(data) ?? 0)
}
