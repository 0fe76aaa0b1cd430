import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Baseline,
  baselineBytes,
  exportBaseline,
  readBaseline,
  regression,
  run,
  suite,
  withGates,
  withMethod,
} from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/encode/canonical.ts'
import { toyCampaign } from '../pipeline/campaign.ts'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const timed = (ns: number) => (request: Parameters<typeof good>[0]) => good(request, { ns: ns / request.vcpus })

test('a baseline holds the rows that passed, and the digests by which their campaign is found', async () => {
  const campaign = await toyCampaign(timed(1_000_000))
  const baseline = exportBaseline(campaign)
  expect(baseline).toMatchObject({
    campaignId: campaign.id,
    campaignDigest: sha256Hex(readFileSync(join(campaign.directory, 'derived.sha256'))),
    rows: [
      { case: 'smp1', median: 1_000_000, samples: [1_000_000, 1_000_000, 1_000_000] },
      { case: 'smp2', median: 500_000 },
    ],
  })
  expect(readBaseline(baselineBytes(baseline))).toEqual(baseline)
})

test('against it the same system passes, a slower one fails, and few baseline runs are for review', async () => {
  const store = temporaryDirectory()
  const ran = (ns: number, benchmark: typeof toy, runs: number) => {
    const target = fakeTarget({ name: 'fake', play: timed(ns) })
    const toys = suite({ name: 'toys', benchmarks: [benchmark], targets: [target] })
    return run(withMethod(toys, benchmark, { runs, warmups: 0 }), { store })
  }
  const baseline = exportBaseline(await ran(1_000_000, toy, 10))
  const gated = withGates(toy, [regression({ at: 'smp1', baseline })])
  const judged = async (ns: number, benchmark = gated) => {
    const { analysis } = await ran(ns, benchmark, 10)
    return analysis.gates.find(({ gate }) => gate === 'regression-smp1')
  }
  // The target stands for an emulated guest, and this campaign for one of a smoke purpose.
  const [{ evidenceClass, classReasons }] = baseline.rows as [Baseline['rows'][number]]
  const lowered = `the baseline is ${evidenceClass}: ${classReasons.join(', ')}`
  expect(await judged(1_000_000)).toMatchObject({ verdict: 'pass', point: 1, review: [lowered] })
  expect(await judged(1_200_000)).toMatchObject({ verdict: 'fail', byPoint: 'fail' })
  const few = exportBaseline(await ran(1_000_000, toy, 9))
  const smaller = withGates(toy, [regression({ at: 'smp1', baseline: few })])
  expect(await judged(1_200_000, smaller)).toMatchObject({
    review: ['the baseline has 9 runs, fewer than 10', lowered],
  })
})

test('what is no baseline is refused', async () => {
  const { rows, ...rest } = exportBaseline(await toyCampaign(timed(1_000_000)))
  const refused = (bytes: Uint8Array) =>
    expect(() => readBaseline(bytes)).toThrow(expect.objectContaining({ code: 'CAPBENCH_HOSTILE' }))
  refused(baselineBytes({ ...rest, rows: rows.map((row) => ({ ...row, samples: [] })) }))
  refused(baselineBytes(rest as never))
  refused(new TextEncoder().encode(`${new TextDecoder().decode(baselineBytes({ ...rest, rows }))}\n`))
  await expect(toyCampaign((request) => good(request, { answer: 1 })).then(exportBaseline)).rejects.toMatchObject({
    code: 'CAPBENCH_USAGE',
  })
})

describe('a baseline of which one thing was edited is refused', () => {
  type Row = Baseline['rows'][number]
  const rising = Array.from({ length: 12 }, (_, run) => 1_000_000 + run * 10_000)
  const steady = rising.map(() => 1_000_000)
  test.each<[string, (row: Row) => Partial<Row>, string]>([
    ['a median', ({ median }) => ({ median: 2 * median }), 'the median 2000000 is stated'],
    ['a sample', ({ samples }) => ({ samples: samples.map((each) => each + 1) }), 'the samples have 1000001'],
    ['the reason that the count gives', () => ({ classReasons: ['not-kvm'] }), 'the reason smoke-n<5'],
    [
      'the reason that the order gives',
      () => ({ samples: rising, median: 1_055_000, classReasons: ['not-kvm'] }),
      'the reason drift',
    ],
    ['the class', () => ({ evidenceClass: 'informational' }), 'better than its reasons allow'],
    [
      'the class, with reasons that nobody knows',
      () => ({ samples: steady, evidenceClass: 'claimable', classReasons: ['of-a-later-version'] }),
      'claimable and has reasons',
    ],
  ])('%s', async (_, edit, message) => {
    const baseline = exportBaseline(await toyCampaign(timed(1_000_000)))
    const [first, ...others] = baseline.rows as [Row, ...Row[]]
    const edited = baselineBytes({ ...baseline, rows: [{ ...first, ...edit(first) }, ...others] })
    expect(() => readBaseline(edited)).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_HOSTILE', message: expect.stringContaining(message) }),
    )
    const twice = baselineBytes({ ...baseline, rows: [first, first] })
    expect(() => readBaseline(twice)).toThrow('it stands there twice')
  })
})
