import type { Campaign, Result } from '@capbench/core'
import { fixtureEnvelope } from '@capbench/core/testing'
import { ratioOf } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf, toy } from '../campaign.ts'

function pair(campaign: Campaign, caseName = 'smp1'): readonly [Result, Result] {
  const on = (target: string) => campaign.results.find((each) => each.target === target && each.case === caseName)
  return [on('other'), on('linux')] as readonly [Result, Result]
}

test('equal work, unit and envelope give a ratio of medians', async () => {
  const campaign = await campaignOf({ play: (request) => answer(request, { ns: 659_218_026 }) })
  const [ours, theirs] = pair(campaign)
  expect(ratioOf(ours, theirs, campaign)).toEqual({ ratio: 659_218_026 / 1_318_436_051 })
})

test('a differing envelope is refused, and what differs is named', async () => {
  const campaign = await campaignOf({
    facts: { envelope: { ...fixtureEnvelope, machine: 'another', accelerator: 'kvm' } },
  })
  const [ours, theirs] = pair(campaign)
  expect(ratioOf(ours, theirs, campaign)).toEqual({
    refused: 'side by side: the envelopes differ (accelerator, machine)',
  })
})

test('what is not known equals nothing, not even itself', async () => {
  const campaign = await campaignOf({ facts: { envelope: { ...fixtureEnvelope, firmware: null, machine: 'another' } } })
  const [ours, theirs] = pair(campaign)
  expect(ratioOf(ours, theirs, campaign)).toEqual({
    refused: 'side by side: the envelopes differ (machine; not known: firmware)',
  })
  expect(ratioOf(ours, ours, campaign)).toEqual({
    refused: 'side by side: the envelopes differ (not known: firmware)',
  })
})

test('different units and different work are refused', async () => {
  const campaign = await campaignOf()
  const [ours, theirs] = pair(campaign)
  if (ours.status !== 'passed') throw new Error(ours.detail)
  const inCycles: Result = { ...ours, measurement: { ...ours.measurement, unit: 'scaled-cycles' } }
  expect(ratioOf(inCycles, theirs, campaign)).toEqual({
    refused: 'side by side: scaled cycles and ns are different units',
  })
  expect(ratioOf(inCycles, inCycles, campaign)).toEqual({
    refused: 'side by side: cycles are not compared between systems',
  })
  const otherWork: Result = { ...ours, hashes: { ...ours.hashes, comparison: 'f'.repeat(64) } }
  expect(ratioOf(otherWork, theirs, campaign)).toEqual({ refused: 'the work differs' })
})

test('a row without a value has no ratio', async () => {
  const campaign = await campaignOf()
  const [ours, theirs] = pair(campaign, 'smp4')
  expect(toy.cases.map(({ name }) => name)).toContain('smp4')
  expect(ratioOf(ours, theirs, campaign)).toEqual({ refused: 'other has no value' })
})
