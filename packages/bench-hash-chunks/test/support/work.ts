import { type Setting, smp } from '@capbench/core'
import { hashChunks, hashChunksThreads } from '../../src/hash-chunks.ts'
import type { Mode } from '../../src/records/formats.ts'
import type { HashParameters } from '../../src/work/parameters.ts'

export const benchmarks = { processes: hashChunks, threads: hashChunksThreads } as const

/** Small work that still has passes, whole pieces of digests, and as many chunks as percentiles want. */
export const small: HashParameters = {
  hash: 'sha256',
  corpusBytes: 640 * 1024,
  chunkBytes: 1024,
  passes: 2,
  seed: 7,
  scaling: 'strong',
}

export function settingOf(
  vcpus: number,
  cpus: number,
  parameters: HashParameters = small,
  system = 'linux',
): Setting<HashParameters> {
  return { parameters, case: smp(vcpus), system, cpus }
}

/** The words behind the nonce, as the definition has them. */
export function argumentsOf(mode: Mode, vcpus: number, parameters: HashParameters = small): readonly string[] {
  const workload = benchmarks[mode].workloadFor('linux')
  if (workload?.form !== 'program') throw new Error('hash-chunks is a program')
  return workload.args(settingOf(vcpus, vcpus, parameters))
}
