import { defineAuthorityProfile, defineBenchmark, type Parser, smp, Type, verdictOf } from '@capbench/core'
import { testBenchmark } from '@capbench/core/testing'
import { expect, test } from 'vitest'

interface Said {
  readonly count: number
  readonly sum: number
  readonly ticks: number
}

/** Reads the lines of a system that has a format of its own, without a checksum. */
const parser: Parser<Said> = {
  format: 'sums/1',
  version: 1,
  foreign: { exit: 0 },
  parse: ({ channel }) => {
    const text = Buffer.from(channel('console')).toString()
    const [, count, sum, ticks] = /^count (\d+)\nsum (\d+)\nticks (\d+)\nsums: done$/m.exec(text) ?? []
    if (ticks === undefined) return { complete: false, lost: 'the lines of sums are not whole' }
    return { complete: true, observation: { count: Number(count), sum: Number(sum), ticks: Number(ticks) } }
  },
}

const sums = (rightSum: (count: number) => number | undefined) =>
  defineBenchmark({
    name: 'sums',
    version: '1.0.0',
    module: import.meta.url,
    tier: 3,
    lineage: { inspiredBy: [], unsatisfied: [], official: false },
    parameters: Type.Object({}),
    cases: [smp(1)],
    corpus: { name: 'none', sha256: '0'.repeat(64) },
    backing: 'none',
    authority: defineAuthorityProfile({ name: 'sums', terms: ['cpu'] }),
    requires: [],
    unsupportedPolicy: 'nobody has ported it',
    workloads: { capos: { form: 'console' } },
    comparison: { partition: 'none/1', timedRegion: 'none' },
    nondeterminism: [{ path: 'ticks', rule: 'any', why: 'it is what is measured' }],
    proofs: [],
    parser,
    verify: {
      name: 'sum',
      version: 1,
      judge: ({ count, sum }) => {
        const wanted = rightSum(count)
        return verdictOf({
          count: count === 5 ? undefined : `5 was asked for, ${count} came`,
          sum: wanted === undefined || sum === wanted ? undefined : `it is ${wanted}, not ${sum}`,
        })
      },
    },
    metrics: { ticks: { unit: 'count', clock: 'none', better: 'lower', from: ({ ticks }) => ticks } },
    method: { warmup: { runs: 0, why: 'a test' }, runs: 2, timeoutMs: 1000 },
  })

const console = 'boot 0.12\ncount 5\nsum 15\nticks 812\nsums: done\nidle 3\n'
const transcripts = [{ case: 'smp1', system: 'capos', nonce: '-', channels: { console } }]
const failing = async (benchmark: ReturnType<typeof sums>) =>
  (await testBenchmark(benchmark, { transcripts })).checks.filter(({ outcome }) => outcome === 'fail')

test('a format without a checksum passes where each lost line and changed digit is noticed or declared', async () => {
  expect(await failing(sums((count) => (count * (count + 1)) / 2))).toEqual([])
})

test('a verifier that overlooks a digit of it is caught, and told which line said what', async () => {
  expect(await failing(sums(() => undefined))).toEqual([
    expect.objectContaining({
      name: 'the verifier refuses a wrong answer',
      details: [expect.stringContaining('console: line 3 says 16 and said 15: the verifier accepted it')],
    }),
  ])
})
