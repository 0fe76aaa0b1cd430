import { describe, expect, test } from 'vitest'
import { reasonOrder, reasons } from '../../src/define/reasons.ts'
import { type BadRun, badRuns } from './bad-runs.ts'
import { expectVerified, resultOf, secondOfTwo, stored, toyCampaign } from './campaign.ts'
import { good } from './toy.ts'

/** The fault, on a target whose good runs end as its facts say. */
function playing({ make, facts }: BadRun) {
  const code = facts?.cleanExit?.code
  const play = secondOfTwo((request) => ({ ...make(request) }))
  if (code === undefined) return play
  return (request: Parameters<typeof play>[0]) => {
    const played = play(request)
    return { ...played, end: { exit: { kind: 'exited' as const, code }, ...played.end } }
  }
}

describe('one bad run', () => {
  test.each(badRuns)('$name: $status, $reason; other rows stand, the log is kept', async (bad) => {
    let written: Uint8Array | undefined
    const make: BadRun['make'] = (request) => {
      const played = bad.make(request)
      written = played.records
      return played
    }
    const campaign = await toyCampaign(playing({ ...bad, make }), { ...(bad.facts && { facts: bad.facts }) })

    const two = resultOf(campaign, 'smp2')
    expect(two).toMatchObject({ status: bad.status, reason: bad.reason })
    expect(two).not.toHaveProperty('measurement')
    expect('detail' in two && two.detail).toContain(bad.detail)
    expect(resultOf(campaign, 'smp1')).toMatchObject({ status: 'passed', runs: { measured: 3, accepted: 3 } })
    expect(two.runs).toMatchObject({ measured: 3 })
    expect(campaign.exitCode).toBe(1)
    expect(campaign.analysis.gates[0]).toMatchObject({ verdict: 'not-judged', claim: 'not-claimable', point: null })

    if (written !== undefined) {
      const kept = stored(campaign, 'raw/toy/fake/smp2/002/records.log')
      expect(kept).toBe(Buffer.from(written).toString('latin1'))
    }
    expect(stored(campaign, 'summary.csv')).toMatch(
      new RegExp(`^toy,fake,.*,smp2,elapsed,${bad.status},${bad.reason},,,,`, 'm'),
    )
    expect(stored(campaign, 'samples.jsonl')).not.toContain('smp2')
    await expectVerified(campaign)
  })
})

describe('reasons', () => {
  test('all have a rank, each one', () => {
    expect([...reasonOrder].sort()).toEqual(Object.values(reasons).flat().sort())
  })

  test('several at once are all listed, in order of rank, the first one being the reason', async () => {
    const campaign = await toyCampaign(
      secondOfTwo((request) => ({
        ...good(request, { answer: 1 }),
        console: new TextEncoder().encode('Kernel panic'),
        launcher: new Uint8Array(),
        end: { exit: { kind: 'exited', code: 9 } },
      })),
    )
    const two = resultOf(campaign, 'smp2')
    if (two.status !== 'invalid') throw new Error(two.status)
    const wanted = ['guest_panic', 'abnormal_exit', 'records_lost', 'verifier_rejected']
    expect(two.causes.map(({ reason }) => reason)).toEqual(wanted)
    expect(two.reason).toBe('guest_panic')
  })
})
