import { testBenchmark } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { primitiveAreas } from '../../src/capos/primitives/primitives.ts'
import { consoleOf, primitives } from './evaluated.ts'
import { fixtures } from './fixtures.ts'

/** What is no answer of a run, and why nobody could judge it. */
const context = [{ path: 'probe', why: 'the system says what it has; of what it lacks nothing is demanded' }]

/** Every attempt must be denied, however many there are and in whichever order. */
const anyNumber = /record \d+ \(denial\) (?:came twice|and the next came in the other order): /

test.each(primitiveAreas)('capos-%s keeps every promise of a definition, by synthetic records', async (area) => {
  const benchmark = primitives[area]
  const channels = { console: consoleOf(fixtures[area]) }
  const transcript = { case: 'smp1', system: 'capos', nonce: '-', channels } as const
  const transcripts = [transcript, transcript]
  const { checks } = await testBenchmark(benchmark, { transcripts, corpus: '', context })
  const failed = checks.filter(({ outcome }) => outcome === 'fail')
  const faults = failed.flatMap(({ name, details }) => details.map((detail) => `${name}: ${detail}`))
  expect(faults.filter((fault) => !anyNumber.test(fault))).toEqual([])
  expect(checks.filter(({ outcome }) => outcome === 'skip').map(({ name }) => name)).toEqual([
    'the profile is no wider than needed',
    'the programs are what their manifests say',
    'the verifier holds a run to its parameters',
  ])
})
