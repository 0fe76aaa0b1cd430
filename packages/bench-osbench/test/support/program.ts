import { type Benchmark, type Setting, smp } from '@capbench/core'
import { buildProgram } from '@capbench/guest'
import { packageRoot, programSources } from '../../src/program.ts'

/** Path of a freshly built program; `mutable` lets tests put faults into it. */
export async function built(directory: string, { mutable = false } = {}): Promise<string> {
  const sources = programSources()
  const flags = [...sources.flags, ...(mutable ? ['-DOSB_MUTATIONS'] : [])]
  return (await buildProgram({ ...sources, flags, root: packageRoot, outDir: directory })).path
}

export function settingOf(benchmark: Benchmark, system = 'linux'): Setting {
  return { parameters: benchmark.defaults, case: smp(2), system, cpus: 2 }
}
