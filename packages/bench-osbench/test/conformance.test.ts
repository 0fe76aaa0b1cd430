import { availableParallelism } from 'node:os'
import { type RecordedTranscript, testBenchmark } from '@capbench/core/testing'
import { nonce, runToEnd, temporaryDirectory } from '@capbench/house-programs'
import { expect, test } from 'vitest'
import { withheld } from '../src/measure/authority.ts'
import { osPrimitives } from '../src/measure/definition.ts'
import { built } from './support/program.ts'

const parameters = { budgetMs: 20, singlesMs: 0 }

/** What is no answer of a run, and why nobody could judge it. */
const context = [
  { path: 'parameters.budgetMs', why: 'how long it measures, and no answer depends on it' },
  { path: 'parameters.singlesMs', why: 'how long it measures, and no answer depends on it' },
  { path: 'probe.tried', why: 'words of the program for what it tried' },
  { path: 'probe.came', why: 'words of the system' },
  { path: 'probe.there', why: 'the system says what it has; a denial of what was measured is refused, see outcome' },
]

/** What the real program writes on this host. */
async function recorded(program: string): Promise<RecordedTranscript> {
  const words = ['20', '0', withheld(osPrimitives.authority), 'quick']
  const { code, stdout: records } = await runToEnd(program, [nonce, ...words])
  expect(code).toBe(0)
  return { case: 'smp1', cpus: availableParallelism(), parameters, nonce, channels: { records } }
}

test('os-primitives keeps every promise of a definition, and no mutation of a real run is taken for one', async () => {
  const program = await built(temporaryDirectory())
  const transcripts = [await recorded(program), await recorded(program)]
  const report = await testBenchmark(osPrimitives, { transcripts, corpus: '', context })
  const open = report.checks.filter(({ outcome }) => outcome !== 'pass')
  expect(open.map(({ name, outcome, details }) => [name, outcome, ...details.slice(0, 3)])).toEqual([
    ['the profile is no wider than needed', 'skip', 'needs a target that holds programs to profiles'],
    ['the verifier holds a run to its parameters', 'skip', 'there is no parameter that could have another value'],
  ])
  expect(report.passed).toBe(true)
})
