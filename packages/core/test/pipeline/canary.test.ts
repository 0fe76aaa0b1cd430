import { defineBenchmark, framed, run, smp, suite, Type, verdictOf, verifyEvidence } from '@capbench/core'
import { encodeStream, fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../store.ts'
import { common, program } from './toy.ts'

const Item = Type.Object({ canary: Type.Number() })

/** A campaign of two measured runs whose program reports these canaries, run by run, repetitions included. */
async function campaignOf(canaries: readonly number[]) {
  const benchmark = defineBenchmark({
    ...common,
    name: 'canaries',
    tier: 2,
    parameters: Type.Object({}),
    cases: [smp(1)],
    workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
    nondeterminism: [{ path: 'canary', rule: 'any', why: 'what is tested' }],
    proofs: [],
    parser: framed({ version: 1, records: { item: Item }, observe: ({ item }) => ({ canary: item[0]?.canary ?? 0 }) }),
    verify: { name: 'any', version: 1, judge: () => verdictOf({ any: undefined }) },
    metrics: { time: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: () => 7 } },
    canary: ({ canary }) => canary,
    method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 2, timeoutMs: 1000 },
  })
  let seen = 0
  const target = fakeTarget({
    name: 'linux',
    system: 'linux',
    play: ({ nonce }) => ({
      records: encodeStream(nonce, { program: 'canaries', version: '1' }, [
        { type: 'item', value: { canary: canaries[seen++] ?? 0 } },
      ]),
    }),
  })
  const campaign = await run(suite({ name: 'canaries', benchmarks: [benchmark], targets: [target] }), {
    store: temporaryDirectory(),
    attempts: 2,
  })
  const checked = await verifyEvidence(campaign.directory, { benchmarks: [benchmark] })
  return { made: seen, checked, runs: campaign.analysis.contention }
}

test('a boot whose CPU was slower than in the best one before is made again', async () => {
  const { made, checked, runs } = await campaignOf([100, 110, 101])
  expect(made).toBe(3)
  expect(checked).toMatchObject({ verified: true })
  expect(runs.map(({ setAside, contaminations }) => [setAside, contaminations.map(({ kind }) => kind)])).toEqual([
    [false, []],
    [true, ['canary']],
    [false, []],
  ])
})

test('a boot that only a later one shows to have been slow counts, and is told', async () => {
  const { made, checked, runs } = await campaignOf([120, 100])
  expect(made).toBe(2)
  expect(checked).toMatchObject({ verified: true })
  expect(runs[0]).toMatchObject({ setAside: false, contaminations: [{ kind: 'canary', value: expect.closeTo(0.2) }] })
})

test('what is let pass is no reason', async () => {
  const { made, runs } = await campaignOf([100, 104])
  expect(made).toBe(2)
  expect(runs.flatMap(({ contaminations }) => contaminations)).toEqual([])
})
