import { type ComparableRow, compare, type Mechanisms, ratioOf, rowsOf } from '@capbench/core'
import { expect, test } from 'vitest'
import { campaignOfParts, type PartsCampaign, resultOn } from '../pipeline/mechanisms.ts'

const difference = 'a capability is looked up, a process id is not'
const mechanisms = {
  linux: { label: 'getppid', counterparts: [] },
  capos: { label: 'ring_entry', counterparts: [{ system: 'linux', label: 'getppid', difference }] },
} as const satisfies Mechanisms

const declared = () => campaignOfParts({ runs: [5, 5], mechanisms })
const row = ({ campaign }: PartsCampaign, system: string): ComparableRow => {
  const found = rowsOf(campaign).find(({ result }) => result.system === system && result.metric === 'second')
  if (found === undefined) throw new Error(`no row of ${system}`)
  return found
}

test('a ratio of declared counterparts says both mechanisms and what differs, whichever side is on top', async () => {
  const made = await declared()
  const [linux, capos] = [row(made, 'linux'), row(made, 'capos')]
  expect(ratioOf(capos, linux)).toMatchObject({
    outcome: 'ratio',
    ratio: 1,
    counterpart: { a: 'ring_entry', b: 'getppid', difference },
  })
  expect(ratioOf(linux, capos)).toMatchObject({ counterpart: { a: 'getppid', b: 'ring_entry', difference } })
  expect(compare([linux, capos]).lines[0]?.pairs).toMatchObject([{ ratio: { outcome: 'ratio' } }])
})

test('every result names its mechanism', async () => {
  const made = await declared()
  expect(resultOn(made, 'capos', 'second').labels).toContain('mechanism: ring_entry')
  expect(resultOn(made, 'capos', 'first').labels).not.toContain('mechanism: ring_entry')
})

test('what was not tried names none', async () => {
  const runs = [{ measured: false, reason: 'not_applicable', cause: 'no_subsystem', detail: 'asked, none' }] as const
  const absent = await campaignOfParts({ runs, mechanisms })
  expect(resultOn(absent, 'capos', 'second').labels.filter((label) => label.startsWith('mechanism'))).toEqual([])
})

test('without a declaration there is none, and both labels are named', async () => {
  const capos = { label: 'ring_entry', conditions: ['fixture_only'], counterparts: [] }
  const alone = await campaignOfParts({ runs: [5, 5], mechanisms: { ...mechanisms, capos } })
  expect(ratioOf(row(alone, 'capos'), row(alone, 'linux'))).toMatchObject({
    outcome: 'refused',
    obstacles: [{ why: 'no-counterpart', field: 'mechanism', a: 'ring_entry', b: 'getppid' }],
  })
  expect(resultOn(alone, 'capos', 'second').labels).toContain('fixture_only')
})

test('without a mechanism on one side there is none either', async () => {
  const half = await campaignOfParts({ runs: [5, 5], mechanisms: { linux: mechanisms.linux } })
  expect(ratioOf(row(half, 'capos'), row(half, 'linux'))).toMatchObject({
    obstacles: [{ why: 'no-counterpart', a: null, b: 'getppid' }],
  })
})

test('one system that does it by other means than before is compared with itself no more', async () => {
  const linux = { label: 'sysenter', counterparts: [] }
  const later = await campaignOfParts({ runs: [5, 5], mechanisms: { linux } })
  expect(ratioOf(row(later, 'linux'), row(await declared(), 'linux'))).toMatchObject({
    obstacles: [{ why: 'no-counterpart', a: 'sysenter', b: 'getppid' }],
  })
  const [before, after] = [resultOn(await declared(), 'linux', 'second'), resultOn(later, 'linux', 'second')]
  expect(after.hashes.comparison).toBe(before.hashes.comparison)
  expect(after.hashes.workload).not.toBe(before.hashes.workload)
  expect(resultOn(later, 'linux', 'first').hashes.workload).toBe(
    resultOn(await declared(), 'linux', 'first').hashes.workload,
  )
})

test.each([
  ['that the other system does not have', { label: 'eventfd', difference }],
  ['without a difference', { label: 'getppid', difference: ' ' }],
])('a counterpart %s is refused when the benchmark is defined', async (_, wrong) => {
  const capos = { label: 'ring_entry', counterparts: [{ system: 'linux', ...wrong }] }
  await expect(campaignOfParts({ runs: [5], mechanisms: { ...mechanisms, capos } })).rejects.toThrow(/counterpart/)
})
