import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { nonce, runToEnd, temporaryDirectory } from '@capbench/house-programs'
import { beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../src/program.ts'
import { built } from './support/program.ts'

const directory = temporaryDirectory()
/** What a worker calls before its region: the rest of fork in the C library, and the wait at the gate. */
const arrival = ['rt_sigprocmask', 'gettid', 'set_robust_list', 'getppid', 'sched_yield']
/** Without a clock page the first look at the clock and the readings that bound the region are calls themselves. */
const departure = /^(clock_gettime getcpu )?(getcpu clock_gettime clock_gettime getcpu )?exit_group$/

let witness: string
beforeAll(async () => {
  witness = await built(directory, 'syscall-witness', ['test/c/syscall-witness.c'])
})

/** System calls of each process under the witness, the parent first. */
async function callsOf(program: string): Promise<readonly (readonly string[])[]> {
  const { code, stderr, extra } = await runToEnd(witness, [program, nonce, '200000', '300000', '400000'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const processes: string[][] = []
  for (const line of extra.trimEnd().split('\n')) {
    const [index = '', call = ''] = line.split(' ')
    const calls = processes[Number(index)] ?? []
    processes[Number(index)] = [...calls, call]
  }
  return processes
}

/** What a worker calls after it has arrived at the gate for good. */
function afterArrival(calls: readonly string[]): string {
  return calls.slice(calls.findLastIndex((call) => arrival.includes(call)) + 1).join(' ')
}

describe('the timed region', () => {
  it('makes no system call: after its arrival a worker only leaves', async () => {
    const [, ...workers] = await callsOf(await built(directory))
    expect(workers).toHaveLength(3)
    for (const calls of workers) {
      expect(calls.join(' ')).toMatch(/^(rt_sigprocmask|gettid) /)
      expect(afterArrival(calls)).toMatch(departure)
    }
  })

  it('leaves the parent asleep: between its marks it only waits', async () => {
    const [parent = []] = await callsOf(await built(directory))
    const marks = parent.flatMap((call, index) => (call === 'write' ? [index] : []))
    const between = parent.slice((marks[2] ?? 0) + 1, marks[3]) // after begin, setup and the first mark
    expect(new Set(between)).toEqual(new Set(['wait4']))
  })

  it('is seen by this test when it does make one', async () => {
    const sources = ['c/smp-primes.c', 'test/c/talkative-kernel.c']
    const [, ...workers] = await callsOf(await built(directory, 'talkative', sources))
    for (const calls of workers) {
      expect(afterArrival(calls)).toContain('getpid')
      expect(afterArrival(calls)).not.toMatch(departure)
    }
  })

  it('keeps its counts in registers: the compiled kernel stores to memory only by push', (ctx) => {
    if (process.arch !== 'x64') ctx.skip(`the assembly is read for x86-64, this host is ${process.arch}`)
    const source = join(packageRoot, 'c', 'kernel.c')
    const assembly = execFileSync('gcc', ['-std=gnu11', '-O2', '-S', '-o', '-', source], { encoding: 'utf8' })
    const body = assembly.slice(assembly.indexOf('count_primes:'), assembly.indexOf('.size'))
    const instructions = body.split('\n').filter((line) => /^\t[a-z]/.test(line))
    expect(instructions.some((line) => /^\tdivl?\b/.test(line))).toBe(true)
    expect(instructions.filter((line) => /\)\s*$/.test(line) && !/^\t(cmp|test|lea|nop)/.test(line))).toEqual([])
    expect(instructions.filter((line) => /^\t(call|syscall|int)\b/.test(line))).toEqual([])
  })
})
