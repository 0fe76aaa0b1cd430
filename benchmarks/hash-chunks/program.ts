import { hashChunks, hashChunksThreads, type Mode } from '@capbench/bench-hash-chunks'
import type { Setting } from '@capbench/core'
import { runChild } from '../measure/child.ts'

const benchmarks = { processes: hashChunks, threads: hashChunksThreads } as const
/** What the native program is asked for. */
export type Work = typeof hashChunks.defaults
const nonce = '0123456789abcdef0123456789abcdef'

export interface Hashed {
  /** From the first worker's start to the last one's end. */
  readonly elapsedMs: number
  /** The records, as they were printed. */
  readonly output: string
}

/** Where the built program is, and what it gets. */
function commandOf(mode: Mode, workers: number, parameters: Work): readonly [string, ...string[]] {
  const benchmark = benchmarks[mode]
  const found = benchmark.cases.find(({ vcpus }) => vcpus === workers)
  const workload = benchmark.workloadFor('linux')
  if (workload?.form !== 'program' || found === undefined) throw new Error(`no program for ${workers} workers`)
  const setting: Setting = { parameters, case: found, system: 'linux', cpus: workers }
  const { path } = workload.program(process.arch === 'x64' ? 'x86_64' : 'aarch64')
  return [path, nonce, ...workload.args(setting)]
}

/** Runs the native program once; nothing stands between it and the kernel. */
export async function hashNatively(mode: Mode, workers: number, parameters: Work): Promise<Hashed> {
  const [file, ...args] = commandOf(mode, workers, parameters)
  const { output } = await runChild(file, args)
  const times = (name: string) =>
    Array.from(output.matchAll(new RegExp(`"${name}":(\\d+)`, 'g')), ([, ns]) => Number(ns))
  const elapsedMs = (Math.max(...times('endNs')) - Math.min(...times('startNs'))) / 1e6
  return { elapsedMs, output }
}
