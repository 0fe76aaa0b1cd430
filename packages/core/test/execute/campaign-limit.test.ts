import { verifyEvidence } from '@capbench/core'
import { expect, test } from 'vitest'
import { toyCampaign } from '../pipeline/campaign.ts'
import { good, toy } from '../pipeline/toy.ts'

const mebibyte = 1024 ** 2

test('a run that would pass the limit of its campaign is ended, and what was published still verifies', async () => {
  const talk = new Uint8Array(100_000).fill(0x2e)
  const campaign = await toyCampaign((request) => ({ ...good(request), console: talk }), {
    runs: 20,
    options: { maxBytes: mebibyte },
  })
  const overflown = campaign.runs.filter(({ record }) => record.outcome.end === 'overflow')
  expect(overflown.length).toBeGreaterThan(20)
  expect(overflown[0]?.record.outcome.detail).toContain('the campaign passed its limit; the run was ended')
  expect(campaign.results.filter(({ status }) => status === 'passed')).toEqual([])
  const kept = campaign.runs.flatMap(({ record }) => record.channels.map(({ bytes }) => bytes))
  expect(kept.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan((mebibyte / 8) * 7)
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [toy] })
  expect(verification).toMatchObject({ verified: true })
})

test.each([0, 1000, 1.5, Number.NaN])('a limit of %d bytes is refused', async (maxBytes) => {
  await expect(toyCampaign(good, { options: { maxBytes } })).rejects.toThrow('maxBytes must be a whole number')
})

test('a host that is flooded with events ends the run', async () => {
  const campaign = await toyCampaign(good, {
    runs: 1,
    events: ({ caseName, benchmark }) =>
      benchmark === 'toy' && caseName === 'smp1'
        ? Array.from({ length: 20_001 }, (_, atNs) => ({ kind: 'fact', atNs, name: 'x', value: { n: atNs } }) as const)
        : [],
  })
  expect(campaign.results.find((result) => result.case === 'smp1')).toMatchObject({
    status: 'invalid',
    reason: 'transcript_overflow',
    detail: expect.stringContaining('more than 20000 events of the host'),
  })
}, 60_000)
