import { verifyEvidence } from '@capbench/core'
import { expect, test } from 'vitest'
import { campaignOfParts, resultOn } from './mechanisms.ts'

const absent = {
  measured: false,
  reason: 'not_applicable',
  cause: 'no_subsystem',
  detail: 'io_uring_setup was asked and answered ENOSYS',
} as const
const noisy = { measured: false, reason: 'noise', detail: '3 of 60 batches were clean, at least 7 are wanted' } as const

test('a part that the system does not have is unsupported, with what was asked and what came, and alone', async () => {
  const made = await campaignOfParts({ runs: [absent, absent] })
  expect(resultOn(made, 'linux', 'second')).toMatchObject({
    status: 'unsupported',
    reason: 'not_applicable',
    cause: 'no_subsystem',
    detail: `run 1, second: ${absent.detail}`,
  })
  expect(resultOn(made, 'linux', 'second')).not.toHaveProperty('measurement')
  expect(resultOn(made, 'linux', 'first')).toMatchObject({ status: 'passed', measurement: { median: 7 } })
  const checked = await verifyEvidence(made.campaign.directory, { benchmarks: [made.parts] })
  expect(checked).toMatchObject({ verified: true, open: [] })
})

test('a part that is there in one run and not in the next is invalid', async () => {
  const made = await campaignOfParts({ runs: [5, absent, 5] })
  expect(resultOn(made, 'linux', 'second')).toMatchObject({
    status: 'invalid',
    reason: 'verifier_rejected',
    detail: 'second is not applicable in run 2 and applicable in run 1; the runs of one row must agree',
  })
})

test('one noisy run takes the number from its part, and from no other', async () => {
  const made = await campaignOfParts({ runs: [5, noisy, 5] })
  expect(resultOn(made, 'linux', 'second')).toMatchObject({ status: 'invalid', reason: 'noise' })
  expect(resultOn(made, 'linux', 'first').status).toBe('passed')
})

test('a failed part is failed and not invalid', async () => {
  const failed = { measured: false, reason: 'workload_error', detail: 'the exec target is gone' } as const
  const made = await campaignOfParts({ runs: [failed, 5] })
  expect(resultOn(made, 'linux', 'second')).toMatchObject({ status: 'failed', reason: 'workload_error' })
})

test('what a part wants printed is a label of its result alone', async () => {
  const note = 'the table says there is none, and the system has one'
  const made = await campaignOfParts({ runs: [{ ...absent, notes: [note] }] })
  expect(resultOn(made, 'linux', 'second').labels).toContain(note)
  expect(resultOn(made, 'linux', 'first').labels).not.toContain(note)
})

test('a part whose term the profile does not hold is not applicable for want of authority', async () => {
  const made = await campaignOfParts({ runs: [5], authority: ['net.loopback'] })
  expect(resultOn(made, 'capos', 'second')).toMatchObject({
    status: 'unsupported',
    cause: 'no_authority',
    detail: 'second needs net.loopback, which the profile toy does not hold',
  })
  expect(resultOn(made, 'capos', 'first').status).toBe('passed')
})
