import { concat, enforce, filter, mapTargets, run, suite, withCases, withMethod, withParameters } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { good, toy, toyProof } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const fake = <const N extends string>(name: N) => fakeTarget({ name, play: (request) => good(request) })
const one = fake('one')
const two = fake('two')
const toys = suite({ name: 'toys', benchmarks: [toy], targets: [one, two] })
const other = { ...toy, name: 'other' }
const refusal = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) })

describe('suites are values', () => {
  test('every benchmark on every target, and no change touches the first suite', () => {
    const before = structuredClone(toys.entries.map(({ benchmark: _b, target: _t, ...rest }) => rest))
    withCases(withParameters(withMethod(toys, toy, { runs: 7 }), toy, { size: 3 }), toy, ['smp4'])
    expect(toys.entries.map(({ benchmark: _b, target: _t, ...rest }) => rest)).toEqual(before)
    expect(toys.entries.map(({ target }) => target.name)).toEqual(['one', 'two'])
  })

  test('changes add up: a later one of the same kind keeps what it does not name', () => {
    const changed = withMethod(withMethod(toys, toy, { runs: 7 }), toy, { warmups: 2 })
    expect(changed.entries[0]).toMatchObject({ runs: 7, warmups: 2 })
    expect(withParameters(withParameters(toys, toy, { size: 3 }), toy, {}).entries[0]?.parameters).toEqual({ size: 3 })
    expect(withCases(toys, toy, ['smp1', 'smp1']).entries[0]?.cases).toEqual(['smp1'])
  })

  test('concat, filter and mapTargets', () => {
    const single = suite({ name: 'single', benchmarks: [other], targets: [one] })
    expect(concat('all', toys, single).entries).toHaveLength(3)
    expect(filter(toys, ({ target }) => target.name === 'two').entries.map(({ target }) => target)).toEqual([two])
    const calls: string[] = []
    const mapped = mapTargets(concat('all', toys, single), (target) => {
      calls.push(target.name)
      return { ...target, name: `${target.name}-b` }
    })
    expect(calls).toEqual(['one', 'two'])
    expect(mapped.entries[0]?.target).toBe(mapped.entries[2]?.target)
  })
})

describe('misuse is refused by name', () => {
  test.each<[string, () => unknown, string, string]>([
    [
      'suite name',
      () => suite({ name: 'My Suite', benchmarks: [toy], targets: [one] }),
      'CAPBENCH_DEFINITION',
      '"My Suite"',
    ],
    [
      'target name',
      () => suite({ name: 's', benchmarks: [toy], targets: [fake('a/b')] }),
      'CAPBENCH_DEFINITION',
      '"a/b"',
    ],
    ['pair twice', () => concat('all', toys, toys), 'CAPBENCH_DEFINITION', 'toy on one twice'],
    [
      'a proof alone',
      () => suite({ name: 's', benchmarks: [toyProof], targets: [one] }),
      'CAPBENCH_DEFINITION',
      'runs the proof toy-proof alone; give it a benchmark',
    ],
    [
      'two definitions of one name',
      () => concat('all', suite({ name: 's', benchmarks: [{ ...toy }], targets: [fake('three')] }), toys),
      'CAPBENCH_DEFINITION',
      'two definitions named toy',
    ],
    [
      'two targets of one name',
      () => concat('all', suite({ name: 's', benchmarks: [other], targets: [fake('one')] }), toys),
      'CAPBENCH_DEFINITION',
      'two targets named one; give one another name',
    ],
    [
      'unknown benchmark',
      () => withMethod(toys as never, other as never, { runs: 1 }),
      'CAPBENCH_USAGE',
      'has no benchmark other; it has toy',
    ],
    [
      'unknown parameter',
      () => withParameters(toys, toy, { sise: 1 } as never),
      'CAPBENCH_USAGE',
      'no parameter "sise"',
    ],
    ['parameter out of range', () => withParameters(toys, toy, { size: 0 }), 'CAPBENCH_USAGE', 'parameter size of toy'],
    [
      'unknown case',
      () => withCases(toys, toy, ['smp3' as 'smp1']),
      'CAPBENCH_USAGE',
      'no case "smp3"; it has smp1, smp2, smp4',
    ],
    ['no case', () => withCases(toys, toy, [] as never), 'CAPBENCH_USAGE', 'needs a case of toy: smp1'],
    ['no runs', () => withMethod(toys, toy, { runs: 0 }), 'CAPBENCH_USAGE', '1 to 1000, got 0'],
    ['broken warm-ups', () => withMethod(toys, toy, { warmups: 0.5 }), 'CAPBENCH_USAGE', '0 to 100, got 0.5'],
    ['unknown gate', () => enforce(toys, toy, ['fast']), 'CAPBENCH_USAGE', 'no gate "fast"; it has speedup-smp1-smp2'],
  ])('%s', (_, act, code, message) => {
    expect(act).toThrow(refusal(code, message))
  })

  test.each<[string, () => Promise<unknown>, string, string]>([
    ['an empty suite', () => start(filter(toys, () => false)), 'CAPBENCH_USAGE', 'suite toys has no entry'],
    ['no seed', () => start(toys, { seed: '' }), 'CAPBENCH_USAGE', '/seed'],
    ['too small a channel', () => start(toys, { maxChannelBytes: 10 }), 'CAPBENCH_USAGE', '/maxChannelBytes'],
    [
      'a channel that could not be read back',
      () => start(toys, { maxChannelBytes: 2 ** 40 }),
      'CAPBENCH_USAGE',
      '/maxChannelBytes',
    ],
    ['an unknown purpose', () => start(toys, { purpose: 'fun' as 'smoke' }), 'CAPBENCH_USAGE', '/purpose'],
    [
      'names that no path can hold',
      () => start(suite({ name: 's', benchmarks: [toy], targets: [fake(`t${'x'.repeat(60)}`)] })),
      'CAPBENCH_DEFINITION',
      'choose shorter names',
    ],
    [
      'more runs than fit',
      () =>
        start(
          withMethod(suite({ name: 's', benchmarks: [toy], targets: ['a', 'b', 'c', 'd', 'e'].map(fake) }), toy, {
            runs: 1000,
          }),
        ),
      'CAPBENCH_USAGE',
      'ask for fewer runs or attempts, or divide the suite',
    ],
  ])('%s: before anything runs', async (_, act, code, message) => {
    await expect(act()).rejects.toEqual(refusal(code, message))
  })
  const start = (what: Parameters<typeof run>[0], options: Parameters<typeof run>[1] = {}) =>
    run(what, { store: temporaryDirectory(), ...options })

  test('facts that do not fit their schema are the target’s fault, told before anything runs', async () => {
    const odd = { ...one, prepare: async () => ({ ...(await one.prepare(undefined as never)), cpus: [-1] }) }
    await expect(start(suite({ name: 's', benchmarks: [toy], targets: [odd] }))).rejects.toEqual(
      refusal('CAPBENCH_BUG', 'target one returned facts that do not fit their schema at /cpus/0'),
    )
  })
})

test('an enforced gate decides the exit code only where its rows are claimable', async () => {
  const target = fakeTarget({
    name: 'slow',
    facts: { pinning: 'none' },
    play: (request) => good(request, { ns: 1000 }),
  })
  const slow = enforce(suite({ name: 's', benchmarks: [toy], targets: [target] }), toy, ['speedup-smp1-smp2'])
  const campaign = await run(slow, { store: temporaryDirectory() })
  expect(campaign.analysis.gates[0]).toMatchObject({ enforced: true, verdict: 'fail', claim: 'not-claimable' })
  expect(campaign.exitCode).toBe(0)
})
