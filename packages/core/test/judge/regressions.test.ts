import {
  type Benchmark,
  type Campaign,
  exportBaseline,
  type JudgedGate,
  regression,
  run,
  suite,
  verifyEvidence,
  withGates,
  withMethod,
} from '@capbench/core'
import { expect, test } from 'vitest'
import { regressionsOf } from '../../src/judge/regressions.ts'
import { eventfulTarget } from '../pipeline/campaign.ts'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const gate = (name: string, p: number | null) => ({ benchmark: 'toy', target: 'fake', gate: name, p }) as JudgedGate

/** Ten runs of each row, all slower by this factor. */
function slower(factor: number, benchmark: Benchmark): Promise<Campaign> {
  const target = eventfulTarget(
    (request) => good(request, { ns: Math.round((1_000_000 * factor) / request.vcpus) }),
    {},
  )
  const toys = suite({ name: 'toys', benchmarks: [benchmark], targets: [target] })
  return run(withMethod(toys, benchmark, { runs: 10, warmups: 0 }), { store: temporaryDirectory() })
}

test('one gate of many that would fail alone is no regression of the campaign', () => {
  const many = Array.from({ length: 19 }, (_, at) => gate(`g${at}`, 0.5))
  expect(regressionsOf([gate('alone', 0.04)])).toMatchObject({ any: true, gates: [{ p: 0.04, adjusted: 0.04 }] })
  expect(regressionsOf([...many, gate('one', 0.04)])).toMatchObject({ any: false })
  expect(regressionsOf([...many, gate('one', 0.002)])?.any).toBe(true)
  expect(regressionsOf([...many, gate('one', 0.002)])?.gates.at(-1)).toEqual({
    benchmark: 'toy',
    target: 'fake',
    gate: 'one',
    p: 0.002,
    adjusted: 0.04,
  })
})

test('gates that test for something else are no part of it', () => {
  expect(regressionsOf([gate('speedup', null)])).toBeNull()
})

test('a campaign says of its regression gates together what follows, and can be verified', async () => {
  const before = await slower(1, toy)
  const baseline = exportBaseline(before)
  const judged = withGates(toy, [regression({ at: 'smp1', baseline }), regression({ at: 'smp2', baseline })])
  const after = await slower(1.2, judged)
  expect(after.analysis.regressions).toMatchObject({
    any: true,
    gates: [
      { p: 0, adjusted: 0 },
      { p: 0, adjusted: 0 },
    ],
  })
  expect(after.analysis.gates.map(({ gate: name, p }) => [name, p])).toEqual([
    ['speedup-smp1-smp2', null],
    ['regression-smp1', 0],
    ['regression-smp2', 0],
  ])
  expect(await verifyEvidence(after.directory, { benchmarks: [judged] })).toMatchObject({ verified: true })
  expect((await slower(1, judged)).analysis.regressions?.any).toBe(false)
  expect(before.analysis.regressions).toBeNull()
})
