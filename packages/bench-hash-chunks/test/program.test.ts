import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildProgram } from '@capbench/guest'
import { cpusHere, nonce, recordsOf, runToEnd, start, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { packageRoot, programSources } from '../src/program.ts'
import type { Mode } from '../src/records/formats.ts'
import { expectedOf } from '../src/work/expected.ts'
import { built } from './support/program.ts'
import { argumentsOf, benchmarks, settingOf, small } from './support/work.ts'

const directory = temporaryDirectory()
let program: string
beforeAll(async () => {
  program = await built(directory)
})

const modes: readonly Mode[] = ['processes', 'threads']

/** The pids of the workers in the order of their start, once there is one. */
async function workersOf(pid: number): Promise<readonly number[]> {
  for (;;) {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    if (text !== '') return text.split(' ').map(Number)
    await delay(5)
  }
}

describe.each(modes)('hash-chunks in %s', (mode) => {
  it.each([
    ['SHA-256', {}],
    ['BLAKE3', { hash: 'blake3' }],
    ['more passes over fewer chunks', { passes: 5, chunkBytes: 5120 }],
    ['the weak form', { scaling: 'weak', corpusBytes: 64 * 1024 }],
    ['the smallest chunks', { chunkBytes: 64, corpusBytes: 64 * 512 }],
  ] as const)('arrives at what the verifier computes: %s', async (_, change) => {
    const parameters = { ...small, ...change }
    for (const vcpus of [1, 2, 4, 8]) {
      const { code, stdout, stderr } = await runToEnd(program, [nonce, ...argumentsOf(mode, vcpus, parameters)])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const setting = settingOf(vcpus, await cpusHere(), parameters)
      const evaluation = benchmarks[mode].evaluate(transcriptOf(stdout), setting)
      expect(evaluation).toMatchObject({ complete: true, verdict: { accepted: true } })
      const { root } = recordsOf(stdout).find(({ type }) => type === 'whole')?.value ?? {}
      expect(root).toBe(expectedOf(parameters, vcpus).root)
    }
  })

  it('says its setup first, frames the workers with marks, and says the root last', async () => {
    const { stdout } = await runToEnd(program, [nonce, ...argumentsOf(mode, 2)])
    const types = recordsOf(stdout).map(({ type }) => type)
    expect(types.slice(0, 5)).toEqual(['setup', 'mark', 'mark', 'worker', 'worker'])
    expect(types.filter((type) => type === 'digests')).toHaveLength(4) // 320 chunks a worker in pieces of 256
    expect(types.filter((type) => type === 'cycles')).toHaveLength(6) // and of 128
    expect(types.at(-1)).toBe('whole')
  })

  it('measures nothing over a corpus that is not the one that was asked for', async () => {
    const words = argumentsOf(mode, 2).with(-1, 'f'.repeat(64))
    const { code, stdout, stderr } = await runToEnd(program, [nonce, ...words])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^hash-chunks: the corpus has the SHA-256 [0-9a-f]{64}, wanted is f{64}\n$/)
    expect(recordsOf(stdout)).toEqual([])
  })

  it.each<[string, number, string]>([
    ['neither processes nor threads', 0, 'fibers'],
    ['no worker', 1, '0'],
    ['more workers than there is room for', 1, '1025'],
    ['a worker with a sign', 1, '+1'],
    ['an unknown hash', 2, 'md5'],
    ['a corpus that leaves chunks over', 3, '655361'],
    ['a corpus beyond the counter', 3, '549755813888'],
    ['chunks that are no blocks', 4, '100'],
    ['too many chunks', 3, '134217728'],
    ['chunks larger than the corpus', 4, '1310720'],
    ['no pass', 5, '0'],
    ['a seed beyond 64 bits', 6, '18446744073709551616'],
    ['a digest that is too short', 7, 'abc'],
    ['a digest in capitals', 7, 'A'.repeat(64)],
  ])('refuses %s before it says anything', async (_, index, word) => {
    const words = argumentsOf(mode, 2, { ...small, chunkBytes: 64 }).with(index, word)
    const { code, stdout, stderr } = await runToEnd(program, [nonce, ...words])
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 64, stdout: '' })
    expect(stderr).toMatch(/not "[^"]*"\n$/)
  })

  it('refuses arguments that are missing or too many', async () => {
    const words = argumentsOf(mode, 2)
    for (const wrong of [[], words.slice(1), [...words, '1']]) {
      const { code, stdout, stderr } = await runToEnd(program, [nonce, ...wrong])
      expect({ code, stdout: stdout.toString() }).toEqual({ code: 64, stdout: '' })
      expect(stderr).toMatch(/^usage: hash-chunks <nonce> </)
    }
  })

  it('refuses a nonce that is none', async () => {
    const { code, stdout } = await runToEnd(program, ['not-a-nonce', ...argumentsOf(mode, 1)])
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 64, stdout: '' })
  })
})

describe('the program', () => {
  it('is what the lock expects where it knows these versions', async () => {
    const lock = join(packageRoot, 'programs.lock.json')
    for (const compiler of ['musl-gcc', 'gcc']) {
      const options = { ...programSources, root: packageRoot, outDir: directory, lock, compilers: [compiler, 'gcc'] }
      const { manifest } = await buildProgram({ ...options, name: 'hash-chunks' })
      const remedy = 'the sources or flags changed: run the script "lock" of this package'
      expect(manifest.notes, remedy).not.toContain('program-digest-unexpected')
      expect(manifest.flags).toContain('-DHASH_CHUNKS_VARIANT="portable-c"')
    }
  })

  it('fails without an end record when a worker process is killed, and leaves nobody behind', async () => {
    const parameters = { ...small, passes: 2 ** 31 } // days of work
    const words = ['processes', '2', 'sha256', '655360', '1024', String(parameters.passes), '7']
    const running = start(program, [nonce, ...words, argumentsOf('processes', 2).at(-1) ?? ''])
    const workers = await workersOf(running.pid)
    await delay(50)
    for (const pid of await workersOf(running.pid)) process.kill(pid, 'SIGKILL')
    const { code, stdout, stderr } = await running.finished
    expect(code).toBe(1)
    expect(stderr).toContain('hash-chunks: a worker was killed (status 0x9)')
    expect(stdout.toString()).not.toMatch(/ (worker|end) /)
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})
