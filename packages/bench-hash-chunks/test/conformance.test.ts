import { type RecordedTranscript, testBenchmark } from '@capbench/core/testing'
import { cpusHere, nonce, runToEnd, temporaryDirectory } from '@capbench/house-programs'
import { expect, test } from 'vitest'
import type { Mode } from '../src/records/formats.ts'
import { corpusRule } from '../src/work/corpus.ts'
import type { HashParameters } from '../src/work/parameters.ts'
import { built } from './support/program.ts'
import { argumentsOf, benchmarks } from './support/work.ts'

const parameters: HashParameters = {
  ...{ hash: 'sha256', corpusBytes: 16 * 1024, chunkBytes: 1024 },
  ...{ passes: 2, seed: 7, scaling: 'strong' },
}

/** What is no answer of a run, and why nobody could judge it. */
const context = [{ path: 'setup.variant', why: 'the name that a program gives its own implementation of the hash' }]

/** What the real program writes on this host. */
async function recorded(program: string, mode: Mode, vcpus: number): Promise<RecordedTranscript> {
  const { code, stdout } = await runToEnd(program, [nonce, ...argumentsOf(mode, vcpus, parameters)])
  expect(code).toBe(0)
  const cpus = await cpusHere()
  return { case: `smp${vcpus}`, cpus, parameters: { ...parameters }, nonce, channels: { records: stdout } }
}

test.each(['processes', 'threads'] as const)('hash-chunks in %s keeps every promise of a definition', async (mode) => {
  const program = await built(temporaryDirectory())
  const transcripts: RecordedTranscript[] = []
  for (const vcpus of [1, 1, 4]) transcripts.push(await recorded(program, mode, vcpus))
  const { passed, checks } = await testBenchmark(benchmarks[mode], { transcripts, corpus: corpusRule, context })
  const open = checks.filter(({ outcome }) => outcome !== 'pass')
  expect(open.map(({ name, outcome, details }) => [name, outcome, ...details.slice(0, 5)])).toEqual([
    ['the profile is no wider than needed', 'skip', 'needs a target that holds programs to profiles'],
  ])
  expect(passed).toBe(true)
})
