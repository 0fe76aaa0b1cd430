import { cpusHere, nonce, runToEnd, temporaryDirectory, transcriptOf } from '@capbench/house-programs'
import { describe, expect, it } from 'vitest'
import type { Mode } from '../src/records/formats.ts'
import { built } from './support/program.ts'
import { argumentsOf, benchmarks, settingOf } from './support/work.ts'

const directory = temporaryDirectory()
const cheats = ['LAZY', 'FOREIGN', 'WRONG', 'IDLE'] as const

/** What the verifier says of a program whose worker 1 cheats. */
async function verdictOn(cheat: (typeof cheats)[number], mode: Mode): Promise<readonly string[]> {
  const names = cheats.map((name, index) => `-D${name}=${index}`)
  const program = await built(directory, {
    name: `${cheat.toLowerCase()}-${mode}`,
    sources: ['test/c/cheating-worker.c'],
    flags: ['-Wl,--wrap=hash_share', ...names, `-DCHEAT=${cheat}`],
  })
  const { code, stdout, stderr } = await runToEnd(program, [nonce, ...argumentsOf(mode, 2)])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const evaluation = benchmarks[mode].evaluate(transcriptOf(stdout), settingOf(2, await cpusHere()))
  return evaluation.complete && !evaluation.verdict.accepted ? evaluation.verdict.rejected : []
}

describe.each(['processes', 'threads'] as const)('in %s a real worker that', (mode) => {
  it.each([
    ['LAZY', 'leaves out a pass', /^worker 1: chunk 320 is wrong: .*; so are 319 more not as they should be$/],
    ['FOREIGN', 'hashes the chunks of another', /^worker 1: chunk 320 is foreign: .* of chunk 0, of worker 0; so are/],
    ['WRONG', 'reads one bit wrong', /^worker 1: chunk 323 is wrong: its digest begins with [0-9a-f]{8}, not/],
    ['IDLE', 'does nothing', /^worker 1: chunk 320 is missing; so are 319 more not as they should be$/],
  ] as const)('%s: %s is named', async (cheat, _, reason) => {
    const [first, ...others] = await verdictOn(cheat, mode)
    expect(first).toMatch(reason)
    expect(others).toEqual(expect.arrayContaining([expect.stringMatching(/^root: the root over all chunks is/)]))
    expect(others.filter((other) => other.startsWith('worker 0'))).toEqual([])
  })
})

it('a program whose hash is wrong finds that out by itself and measures nothing', async () => {
  const program = await built(directory, {
    name: 'wrong',
    sources: ['test/c/wrong-hash.c'],
    flags: ['-Wl,--wrap=blake3_of'],
  })
  const { code, stdout, stderr } = await runToEnd(program, [nonce, ...argumentsOf('threads', 1)])
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'hash-chunks: BLAKE3 gives a wrong answer: this program was not built or does not run as it should\n',
  })
  expect(stdout.toString()).not.toContain('setup')
})
