import { type Campaign, type ComparableRow, type Result, ratioOf, rowOf } from '@capbench/core'
import { fixtureEnvelope } from '@capbench/core/testing'
import { ratioWords } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'

function pair(campaign: Campaign, caseName = 'smp1'): readonly [ComparableRow, ComparableRow] {
  const on = (target: string) =>
    rowOf(campaign, campaign.results.find((each) => each.target === target && each.case === caseName) as Result)
  return [on('other'), on('linux')]
}

const words = (a: ComparableRow, b: ComparableRow) => ratioWords(ratioOf(a, b))

test('equal work, unit and envelope give a ratio of medians with its interval', async () => {
  const campaign = await campaignOf({ play: (request) => answer(request, { ns: 659_218_026 }) })
  expect(words(...pair(campaign))).toBe('0.500x (90%: 0.500 to 0.500)')
})

test('rows that are not told apart are within noise', async () => {
  expect(words(...pair(await campaignOf()))).toBe('1.000x (90%: 1.000 to 1.000), within noise')
})

test('a differing envelope is refused, and what differs is named', async () => {
  const campaign = await campaignOf({
    facts: { envelope: { ...fixtureEnvelope, machine: 'another', accelerator: 'kvm' } },
  })
  expect(words(...pair(campaign))).toBe('side by side: the envelopes differ (accelerator, machine)')
})

test('what is not known equals nothing, not even itself', async () => {
  const campaign = await campaignOf({ facts: { envelope: { ...fixtureEnvelope, firmware: null, machine: 'another' } } })
  const [ours, theirs] = pair(campaign)
  expect(words(ours, theirs)).toBe('side by side: the envelopes differ (machine; not known: firmware)')
  expect(words(ours, ours)).toBe('side by side: the envelopes differ (not known: firmware)')
})

test('different units and different work are refused', async () => {
  const campaign = await campaignOf()
  const [ours, theirs] = pair(campaign)
  const inCycles = (row: ComparableRow): ComparableRow => {
    if (row.result.status !== 'passed') throw new Error(row.result.detail)
    return { ...row, result: { ...row.result, measurement: { ...row.result.measurement, unit: 'scaled-cycles' } } }
  }
  expect(words(inCycles(ours), theirs)).toBe('side by side: scaled cycles and ns are different units')
  expect(words(inCycles(ours), inCycles(theirs))).toBe('side by side: cycles are not compared between systems')
  const other = { ...ours, work: { ...ours.work, parameters: { size: 11 } } }
  expect(words(other, theirs)).toBe('the work differs (parameters)')
})

test('a row without a value has no ratio', async () => {
  expect(words(...pair(await campaignOf(), 'smp4'))).toBe('no value: unsupported and unsupported')
})

test('two means of two systems are named with what differs; undeclared ones are refused', async () => {
  const [ours, theirs] = pair(await campaignOf())
  const difference = 'a capability is looked up'
  const declared = [{ system: 'linux', label: 'getppid', difference }]
  const capos = { ...ours, result: { ...ours.result, system: 'capos' } }
  const linux = { ...theirs, mechanism: { label: 'getppid', counterparts: [] } }
  const entry = (counterparts: typeof declared) => ({ ...capos, mechanism: { label: 'ring_entry', counterparts } })
  expect(words(entry(declared), linux)).toMatch(
    /^1\.000x \(.*\), within noise; ring_entry over getppid: a capability is looked up$/,
  )
  expect(words(entry([]), linux)).toBe('side by side: ring_entry and getppid are no declared counterparts')
  expect(words(capos, linux)).toBe('side by side: no mechanism and getppid are no declared counterparts')
})
