import { type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProgram } from '@capbench/guest'
import { afterAll, onTestFinished } from 'vitest'
import { packageRoot, programSources } from '../../src/program.ts'

export const nonce = '0123456789abcdef0123456789abcdef'

/** A directory that is removed after the test that asked for it, or after the last one of the file. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'capbench-hash-chunks-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  try {
    onTestFinished(remove)
  } catch {
    afterAll(remove) // nobody is in a test
  }
  return directory
}

/** Path of a freshly built program, with more sources and flags if need be: tests must not run what a build left. */
export async function built(
  directory: string,
  more: { readonly name?: string; readonly sources?: readonly string[]; readonly flags?: readonly string[] } = {},
): Promise<string> {
  const { name = programSources.name, sources = [], flags = [] } = more
  const options = { name, root: packageRoot, outDir: directory }
  const all = { sources: [...programSources.sources, ...sources], flags: [...programSources.flags, ...flags] }
  return (await buildProgram({ ...options, ...all })).path
}

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
  /** What came on descriptor 3. */
  readonly extra: string
}

export interface Running {
  readonly pid: number
  readonly finished: Promise<Finished>
}

/** Starts a program as the launcher does: nothing on 0, records on 1, diagnostics on 2, no environment. */
export function start(file: string, args: readonly string[]): Running {
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: {} }
  const child = spawn(file, args, options)
  const chunks: readonly Buffer[][] = [[], [], [], []]
  for (const index of [1, 2, 3]) {
    child.stdio[index]?.on('data', (chunk: Buffer) => chunks[index]?.push(chunk))
  }
  const text = (index: number) => Buffer.concat(chunks[index] ?? [])
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout: text(1), stderr: text(2).toString(), extra: text(3).toString() })
    })
  })
  return { pid: child.pid ?? -1, finished }
}

/** Runs a program to its end. */
export function runToEnd(file: string, args: readonly string[]): Promise<Finished> {
  return start(file, args).finished
}
