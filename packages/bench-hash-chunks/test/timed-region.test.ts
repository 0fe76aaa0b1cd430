import { constants } from 'node:os'
import { nonce, recordsOf, runToEnd, temporaryDirectory } from '@capbench/house-programs'
import { describe, expect, it } from 'vitest'
import type { Mode } from '../src/records/formats.ts'
import { built } from './support/program.ts'
import { argumentsOf, small } from './support/work.ts'

const directory = temporaryDirectory()
const modes: readonly Mode[] = ['processes', 'threads']
const workers = 3
const parameters = { ...small, hash: 'blake3', corpusBytes: 3 * 16 * 1024 } as const
const chunks = (parameters.corpusBytes / parameters.chunkBytes / workers) * parameters.passes

/** Numbers of system calls that a test looks for: x86-64, else the generic table. */
const call = process.arch === 'x64' ? { getpid: '39', clock: '228' } : { getpid: '172', clock: '113' }

/** The program with its region sealed, and perhaps a hash that breaks a rule. */
function sealed(name: string, hash?: 'talkative' | 'straying'): Promise<string> {
  return built(directory, {
    name,
    sources: ['test/c/sealed-region.c', ...(hash ? [`test/c/${hash}-hash.c`] : [])],
    flags: ['-Wl,--wrap=hash_share', ...(hash ? ['-Wl,--wrap=blake3_of'] : [])],
  })
}

const run = async (program: string, mode: Mode) => runToEnd(program, [nonce, ...argumentsOf(mode, workers, parameters)])

/** System calls inside the region of each worker; readings of a clock that has no page of its own bound the region. */
async function callsOf(program: string, mode: Mode): Promise<readonly (readonly string[])[]> {
  const { code, stderr, extra, stdout } = await run(program, mode)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(recordsOf(stdout).filter(({ type }) => type === 'worker')).toHaveLength(workers)
  const lines = extra.trimEnd().split('\n').sort()
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['0', '1', '2'])
  return lines.map((line) => line.split(' ').slice(1))
}

describe.each(modes)('the timed region of %s', (mode) => {
  it('makes no system call, and in a process writes nothing but its own slot', async () => {
    for (const calls of await callsOf(await sealed(`sealed-${mode}`), mode))
      if (calls.length > 0) expect(calls).toEqual([call.clock, call.clock])
  })

  it('is seen by this test when it makes one for each digest', async () => {
    for (const calls of await callsOf(await sealed(`talkative-${mode}`, 'talkative'), mode))
      expect(calls.filter((each) => each === call.getpid)).toHaveLength(chunks)
  })
})

it('a write outside its slot ends a worker process', async () => {
  const { code, stdout, stderr } = await run(await sealed('straying', 'straying'), 'processes')
  expect(code).toBe(1)
  const status = Number(/a worker was killed \(status (0x[0-9a-f]+)\)/.exec(stderr)?.[1])
  expect(status & 0x7f).toBe(constants.signals.SIGSEGV) // the bit above says whether a core was dumped
  expect(stdout.toString()).not.toMatch(/ (worker|end) /)
})
