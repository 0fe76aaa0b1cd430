import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importTranscripts, verifyEvidence } from '@capbench/core'
import { temporaryDirectory } from '@capbench/house-programs'
import { expect, test } from 'vitest'
import { environment } from './environment.ts'
import { consoleOf, primitives } from './evaluated.ts'
import { type FixtureRecord, fixtures } from './fixtures.ts'
import { boot } from './vectors.ts'

/** Imports a boot proof and one run of the primitives of the ring, from files as a serial port leaves them. */
async function imported(records: readonly FixtureRecord[], proof: readonly FixtureRecord[] = boot) {
  const directory = temporaryDirectory()
  const file = (name: string, of: readonly FixtureRecord[]) => {
    const path = join(directory, `${name}.log`)
    writeFileSync(path, consoleOf(of, name))
    return path
  }
  return importTranscripts({
    benchmark: primitives.ring,
    environment,
    transcripts: [
      { benchmark: 'proof-boot', case: 'smp1', channels: { console: file('boot', proof) }, exitCode: 33 },
      { case: 'smp1', channels: { console: file('ring', records) }, exitCode: 33 },
    ],
    store: join(directory, 'store'),
  })
}

test('a recorded run of a primitive becomes results that say where they come from and what they are', async () => {
  const campaign = await imported(fixtures.ring)
  const entry = campaign.results.find(({ metric }) => metric === 'ring_entry')
  expect(entry).toMatchObject({ status: 'passed', tier: 1, measurement: { unit: 'cycles' } })
  expect(entry?.labels).toEqual(
    expect.arrayContaining([
      'mechanism: ring_entry',
      'fixture: recorded-format fixture, written by hand: no capOS ran',
    ]),
  )
  const call = campaign.results.find(({ metric }) => metric === 'cap_call_null')
  expect(call?.labels).toContain('measure_kernel')
  expect(await verifyEvidence(campaign.directory, { benchmarks: [primitives.ring] })).toMatchObject({ verified: true })
})

test('a subsystem that the system denied to have is a result with its answer, and the others stand', async () => {
  const lacking = fixtures.ring
    .filter(({ value }) => value.op !== 'cap_call_null' && value.op !== 'cap_call_payload')
    .map(({ type, value }) => {
      const denied = value.subsystem === 'null_cap'
      return { type, value: denied ? { ...value, there: false, came: 'interface not granted' } : value }
    })
  const campaign = await imported(lacking)
  expect(campaign.results.find(({ metric }) => metric === 'cap_call_null')).toMatchObject({
    status: 'unsupported',
    reason: 'not_applicable',
    cause: 'no_subsystem',
    detail:
      'run 1, cap_call_null: null_cap: asked by find its interface in the CapSet, it answered: interface not granted',
  })
  expect(campaign.results.find(({ metric }) => metric === 'ring_entry')).toMatchObject({ status: 'passed' })
})

test('without its boot proof nothing is derived', async () => {
  const campaign = await imported(fixtures.ring, [
    { ...boot[0], value: { ...boot[0]?.value, childExit: 1 } } as FixtureRecord,
  ])
  expect(new Set(campaign.results.map((result) => result.status))).toEqual(new Set(['invalid']))
  expect(campaign.results[0]).toMatchObject({ reason: 'proof_failed' })
})
