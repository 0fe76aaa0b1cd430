import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { buildProgram } from '@capbench/guest'
import { nonce, recordsOf, runToEnd, start, temporaryDirectory } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { partition } from '../src/partition.ts'
import { packageRoot, programSources } from '../src/program.ts'
import { built } from './support/program.ts'

const directory = temporaryDirectory()
let program: string
beforeAll(async () => {
  program = await built(directory)
})

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return text === '' ? [] : text.split(' ').map(Number)
}

/** The pids of the workers in the order of their start, once there is one. */
async function workersOf(pid: number): Promise<readonly number[]> {
  for (;;) {
    const children = childrenOf(pid)
    if (children.length > 0) return children
    await delay(5)
  }
}

describe('smp-primes', () => {
  it('counts 216,816 primes in 2..3,000,000, whoever counts them', async () => {
    const { code, stdout } = await runToEnd(program, [nonce, ...partition(3_000_000, 2).map(String)])
    const workers = recordsOf(stdout).filter(({ type }) => type === 'worker')
    expect(code).toBe(0)
    expect(workers.map(({ value }) => value)).toMatchObject([
      { index: 0, from: 2, to: 1_832_395, primes: 137_348 },
      { index: 1, from: 1_832_396, to: 3_000_000, primes: 79_468 },
    ])
  })

  it('is what the lock expects where it knows these versions', async () => {
    const lock = join(packageRoot, 'programs.lock.json')
    for (const compiler of ['musl-gcc', 'gcc']) {
      const options = { ...programSources, root: packageRoot, outDir: directory, lock, compilers: [compiler, 'gcc'] }
      const { manifest } = await buildProgram(options)
      const remedy = 'the sources or flags changed: run the script "lock" of this package'
      expect(manifest.notes, remedy).not.toContain('program-digest-unexpected')
    }
  })

  it('frames the workers with marks, and says what it set up first', async () => {
    const { stdout } = await runToEnd(program, [nonce, '500', '1000'])
    const records = recordsOf(stdout)
    expect(records.map(({ type }) => type)).toEqual(['setup', 'mark', 'mark', 'worker', 'worker'])
    expect(records[0]?.value).toMatchObject({ workers: 2, limit: 1_000 })
  })

  it('starts more workers than there are CPUs, each with a slot of its own', async () => {
    const bounds = partition(100_000, 32)
    const { code, stdout } = await runToEnd(program, [nonce, ...bounds.map(String)])
    const workers = recordsOf(stdout).filter(({ type }) => type === 'worker')
    expect(code).toBe(0)
    expect(workers.map(({ value }) => value.to)).toEqual(bounds)
    expect(workers.reduce((sum, { value }) => sum + Number(value.primes), 0)).toBe(9_592)
  })

  it.each([
    ['no bound', []],
    ['a bound below 2', ['1']],
    ['bounds that stand still', ['10', '10']],
    ['bounds that fall', ['10', '9']],
    ['a bound past the largest number', ['100000001']],
    ['a sign', ['+10']],
    ['a blank', [' 10']],
    ['a leading zero', ['010']],
    ['a fraction', ['10.5']],
    ['hexadecimal', ['0x10']],
    ['an empty bound', ['']],
    ['more than 64 bits', ['18446744073709551626']],
    ['more workers than it has slots for', Array.from({ length: 1_025 }, (_, index) => String(index + 2))],
  ])('refuses %s before it says anything', async (_, bounds) => {
    const { code, stdout, stderr } = await runToEnd(program, [nonce, ...bounds])
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 64, stdout: '' })
    expect(stderr).toMatch(/^(usage: smp-primes|last of a worker must be an integer in)/)
  })

  it('refuses a nonce that is none', async () => {
    const { code, stdout } = await runToEnd(program, ['not-a-nonce', '100'])
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 64, stdout: '' })
  })

  it('fails without an end record when a worker is killed, and leaves nobody behind', async () => {
    const running = start(program, [nonce, '50000000', '50000100']) // the first worker has seconds of work
    const workers = await workersOf(running.pid)
    process.kill(workers[0] ?? -1, 'SIGKILL')
    const { code, stdout, stderr } = await running.finished
    expect(code).toBe(1)
    expect(stderr).toContain('smp-primes: a worker was killed (status 0x9)')
    expect(stdout.toString()).not.toMatch(/ (worker|end) /)
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})
