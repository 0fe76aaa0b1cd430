import { merge, parametrize, run, suite, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const fake = <const N extends string>(name: N) => fakeTarget({ name, play: (request) => good(request) })
const one = fake('one')
const two = fake('two')
const toys = suite({ name: 'toys', benchmarks: [toy], targets: [one] })
const refusal = (message: string) =>
  expect.objectContaining({ code: 'CAPBENCH_USAGE', message: expect.stringContaining(message) })

describe('parametrize', () => {
  test('makes one suite for each point, and leaves the first as it was', () => {
    const suites = parametrize(toys, toy, [{ size: 1 }, { size: 20 }])
    expect(suites.map(({ name, entries }) => [name, entries[0]?.parameters])).toEqual([
      ['toys.size-1', { size: 1 }],
      ['toys.size-20', { size: 20 }],
    ])
    expect(toys.entries[0]?.parameters).toEqual({})
  })

  test('refuses a parameter that is not there, a value that does not fit, and the same point twice', () => {
    // @ts-expect-error - the parameter is called size
    expect(() => parametrize(toys, toy, [{ sizes: 1 }])).toThrow(refusal('no parameter "sizes"'))
    expect(() => parametrize(toys, toy, [{ size: 0 }])).toThrow(refusal('parameter size of toy'))
    expect(() => parametrize(toys, toy, [{ size: 1 }, { size: 1 }])).toThrow(refusal('would be named toys.size-1'))
  })
})

describe('merge', () => {
  const few = withMethod(toys, toy, { runs: 1, warmups: 0 })
  const campaignOf = (from: typeof few) => run(from, { store: temporaryDirectory() })

  test('lays the campaigns of a sweep side by side, and asks back where two have the same result', async () => {
    const [small, large] = await Promise.all(parametrize(few, toy, [{ size: 1 }, { size: 2 }]).map(campaignOf))
    if (small === undefined || large === undefined) throw new Error('two were run')
    const merged = merge(small, large)
    expect(merged.results.map(({ campaign, result }) => [campaign, result.case])).toEqual(
      [small, large].flatMap(({ id }) => ['smp1', 'smp2', 'smp4'].map((name) => [id, name])),
    )
    expect(() => merged.result(toy, one, 'smp1', 'elapsed')).toThrow(refusal(`${small.id} and ${large.id} have`))
    expect(() => merge(small, small)).toThrow(refusal('was given twice'))
  })

  test('finds the result of the one campaign that has it, typed by all of them', async () => {
    const elsewhere = withMethod(suite({ name: 'others', benchmarks: [toy], targets: [two] }), toy, { runs: 1 })
    const merged = merge(await campaignOf(few), await run(elsewhere, { store: temporaryDirectory() }))
    const result = merged.result(toy, two, 'smp2', 'elapsed')
    expectTypeOf(result).toExtend<{ readonly status: string }>()
    expect(result).toMatchObject({ target: 'two', case: 'smp2', status: 'passed' })
    // @ts-expect-error - there is no metric of this name
    expect(() => merged.result(toy, one, 'smp1', 'throughput')).toThrow(refusal('no campaign has'))
    expect(merged.exitCode).toBe(0)
  })

  test('exits as the worst of them', async () => {
    const failing = fakeTarget({ name: 'three', play: (request) => good(request, { answer: 41 }) })
    const bad = withMethod(suite({ name: 'bad', benchmarks: [toy], targets: [failing] }), toy, { runs: 1, warmups: 0 })
    expect(merge(await campaignOf(few), await run(bad, { store: temporaryDirectory() })).exitCode).toBe(1)
  })
})
