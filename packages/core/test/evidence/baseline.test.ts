import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
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
import { expect, test } from 'vitest'
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
  expect(await judged(1_000_000)).toMatchObject({ verdict: 'pass', point: 1, review: [] })
  expect(await judged(1_200_000)).toMatchObject({ verdict: 'fail', byPoint: 'fail' })
  const few = exportBaseline(await ran(1_000_000, toy, 9))
  const smaller = withGates(toy, [regression({ at: 'smp1', baseline: few })])
  expect(await judged(1_200_000, smaller)).toMatchObject({ review: ['the baseline has 9 runs, fewer than 10'] })
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
