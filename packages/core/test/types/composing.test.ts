import {
  type Campaign,
  concat,
  type Entry,
  filter,
  mapTargets,
  merge,
  parametrize,
  type Result,
  type Suite,
  suite,
  type Target,
  withMethod,
  withParameters,
} from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, expectTypeOf, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'

const fake = <const N extends string>(name: N) => fakeTarget({ name, play: (request) => good(request) })
const one = fake('one')
const two = fake('two')
const far = fakeTarget({ name: 'far', system: 'capos', play: () => ({}) })
const other = { ...toy, name: 'other' } as const
const toys = suite({ name: 'toys', benchmarks: [toy], targets: [one] })
const others = suite({ name: 'others', benchmarks: [other], targets: [two] })
type Of<S> = S extends Suite<infer E> ? Campaign<E> : never

/** Compiled and never run. */
const compiled = (...cases: readonly ((...given: never[]) => unknown)[]): void => {
  expect(cases.length).toBeGreaterThan(0)
}

test('a joined suite knows the pairs of both, and no pair that neither has', () => {
  const both = concat('both', toys, others)
  compiled((campaign: Of<typeof both>) => {
    expectTypeOf(campaign.result(toy, one, 'smp1', 'elapsed')).toEqualTypeOf<Result<'ns'>>()
    campaign.result(other, two, 'smp1', 'elapsed')
    // @ts-expect-error - neither suite has this target
    campaign.result(toy, far, 'smp1', 'elapsed')
    // @ts-expect-error - a suite has a name
    concat(toys, others)
    // @ts-expect-error - what is joined are suites
    concat('both', toys, toy)
  })
})

test('a filtered suite knows what its predicate says', () => {
  const pair = suite({ name: 'pair', benchmarks: [toy], targets: [one, far] })
  type Far = Extract<(typeof pair)['entries'][number], Entry<typeof toy, typeof far>>
  const narrow = filter(pair, (entry): entry is Far => entry.target.name === 'far')
  expect(narrow.entries.map(({ target }) => target.name)).toEqual(['far'])
  compiled((campaign: Of<typeof narrow>) => {
    campaign.result(toy, far, 'smp1', 'elapsed')
    // @ts-expect-error - the predicate left it out
    campaign.result(toy, one, 'smp1', 'elapsed')
    // @ts-expect-error - an entry has no such member
    filter(pair, ({ host }) => host === 'far')
  })
})

test('a suite on other targets knows those, and its benchmarks as before', () => {
  const moved = mapTargets(toys, () => far)
  expectTypeOf(moved.entries[0]?.target).toEqualTypeOf<typeof far | undefined>()
  compiled((campaign: Of<typeof moved>) => {
    campaign.result(toy, far, 'smp1', 'elapsed')
    // @ts-expect-error - it was mapped away
    campaign.result(toy, one, 'smp1', 'elapsed')
    // @ts-expect-error - what comes back is a target
    mapTargets(toys, () => 'far')
    // @ts-expect-error - it gets a target, not a name
    mapTargets(toys, (target: string): Target => fake(target))
  })
})

test('changes are those of a benchmark that the suite has', () => {
  compiled(
    () => parametrize(toys, toy, [{ size: 1 }, { size: 2 }]),
    // @ts-expect-error - at least one point
    () => parametrize(toys, toy, []),
    // @ts-expect-error - no such parameter
    () => parametrize(toys, toy, [{ sise: 1 }]),
    // @ts-expect-error - of another suite
    () => parametrize(toys, other, [{ size: 1 }]),
    () => withMethod(toys, toy, { runs: 7 }),
    // @ts-expect-error - a count is a number
    () => withMethod(toys, toy, { runs: '7' }),
    // @ts-expect-error - no such part of a method
    () => withMethod(toys, toy, { run: 7 }),
    // @ts-expect-error - without a target there is no entry to change
    () => withParameters(suite({ name: 's', benchmarks: [toy], targets: [] }), toy, { size: 1 }),
  )
})

test('merged campaigns know the results of all of them', () => {
  compiled((first: Of<typeof toys>, second: Of<typeof others>) => {
    const merged = merge(first, second)
    expectTypeOf(merged.result(toy, one, 'smp1', 'elapsed')).toEqualTypeOf<Result<'ns'>>()
    merged.result(other, two, 'smp1', 'elapsed')
    // @ts-expect-error - no campaign ran on it
    merged.result(toy, far, 'smp1', 'elapsed')
    // @ts-expect-error - what is merged are campaigns
    merge(toys)
  })
})
