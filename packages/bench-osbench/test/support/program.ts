import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Benchmark, type Setting, smp, type Transcript } from '@capbench/core'
import { buildProgram } from '@capbench/guest'
import { afterAll, onTestFinished } from 'vitest'
import { packageRoot, programSources } from '../../src/program.ts'

export const nonce = '0123456789abcdef0123456789abcdef'

/** A directory that is removed after the test that asked for it, or after the last one of the file. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-osbench-test-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  try {
    onTestFinished(remove)
  } catch {
    afterAll(remove) // nobody is in a test
  }
  return directory
}

/** Path of a freshly built program; `mutable` lets tests put faults into it. */
export async function built(directory: string, { mutable = false } = {}): Promise<string> {
  const sources = programSources()
  const flags = [...sources.flags, ...(mutable ? ['-DOSB_MUTATIONS'] : [])]
  return (await buildProgram({ ...sources, flags, root: packageRoot, outDir: directory })).path
}

export interface Finished {
  readonly code: number | null
  readonly records: Buffer
  readonly diagnostics: string
}

/** Runs the program as the launcher does: nothing on 0, records on 1, diagnostics on 2, no environment. */
export function runProgram(file: string, args: readonly string[]): Promise<Finished> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
  const chunks: { readonly out: Buffer[]; readonly error: Buffer[] } = { out: [], error: [] }
  child.stdout?.on('data', (chunk: Buffer) => chunks.out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => chunks.error.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code, records: Buffer.concat(chunks.out), diagnostics: Buffer.concat(chunks.error).toString() }),
    )
  })
}

/** A transcript of a program that wrote these bytes to descriptor 1. */
export function transcriptOf(records: Uint8Array): Transcript {
  return {
    nonce,
    channel: (name) => (name === 'records' ? records : new Uint8Array()),
    artifact: () => new Uint8Array(),
  }
}

export function settingOf(benchmark: Benchmark, system = 'linux'): Setting {
  return { parameters: benchmark.defaults, case: smp(2), system, cpus: 2 }
}
