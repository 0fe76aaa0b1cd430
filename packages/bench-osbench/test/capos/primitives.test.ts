import { CapbenchError, type JsonObject } from '@capbench/core'
import { describe, expect, it, test } from 'vitest'
import { caposPrimitives, type PrimitiveArea, primitiveAreas } from '../../src/capos/primitives/primitives.ts'
import { judge, primitives, refusal } from './evaluated.ts'
import { type FixtureRecord, fixtureErrors, fixtures, record } from './fixtures.ts'

type Change = (records: readonly FixtureRecord[]) => readonly FixtureRecord[]

/** Changes the first record of a type, or the first that holds certain values. */
const set =
  (type: string, change: JsonObject, where: JsonObject = {}): Change =>
  (records) => {
    const fits = (each: FixtureRecord) =>
      each.type === type && Object.entries(where).every(([name, value]) => each.value[name] === value)
    const at = records.findIndex(fits)
    const found = records[at]
    if (found === undefined) throw new Error(`the fixture has no ${type} to change`)
    return records.with(at, { type, value: { ...found.value, ...change } })
  }
const without =
  (type: string, where: JsonObject = {}): Change =>
  (records) =>
    records.filter(
      (each) => each.type !== type || Object.entries(where).some(([name, value]) => each.value[name] !== value),
    )

/** One wrong fixture at least for each part of each condition. */
const mutations: { readonly [A in PrimitiveArea]: readonly (readonly [string, Change, RegExp])[] } = {
  ring: [
    ['another result', set('cqe', { wrong: 1 }), /expected-results: ring_entry: .* 1 with another result/],
    ['fewer than were timed', set('cqe', { submitted: 2999, completed: 2999 }), /2999 ring_entry were submitted, 3000/],
    ['a completion that never came', set('cqe', { completed: 2999 }), /expected-results: .* 2999 completed/],
    ['a full queue', set('cqe', { overflows: 2 }), /no-overflow: ring_entry: .* full 2 times/],
    ['a dropped record', set('cqe', { dropped: 1 }), /bounded-drops: ring_entry: 1 records were dropped, 0 may be/],
    ['no completions of one', without('cqe', { op: 'cqe_post' }), /cqe_post has no one record of them/],
  ],
  dispatch: [
    ['a call that did not answer', set('lookup', { answered: 2999 }), /timer answered 2999 of 3000/],
    ['calls nobody checked', set('lookup', { calls: 2999, answered: 2999 }), /2999 of 3000 calls were reported/],
    ['a stale capability that answered', set('denial', { outcome: 'answered', error: '' }), /call on stale is denied/],
    [
      'another error',
      set('denial', { error: 'X' }, { capability: 'revoked' }),
      /FIXTURE_REVOKED was wanted, it was ref/,
    ],
    ['no attempt', without('denial', { capability: 'live' }), /no_such_method on live is denied: .* nobody attempted/],
  ],
  ipc: [
    ['another answer', set('reply', { lastReply: 'fffffffffffff448' }), /reply payload: endpoint_rtt: 0 of 3000 wrong/],
    ['rounds nobody checked', set('reply', { rounds: 2999 }), /reply payload: endpoint_rtt: 0 of 2999 wrong/],
    ['a wrong answer in between', set('reply', { wrong: 1 }), /reply payload: endpoint_rtt: 1 of 3000 wrong/],
    ['another object', set('transfer', { received: 'store 19' }), /identity: store 17 was sent, store 19 arrived/],
    [
      'a move that leaves it',
      set('transfer', { senderHolds: true }, { mode: 'move' }),
      /after a move the sender holds/,
    ],
    ['a copy that takes it', set('transfer', { senderHolds: false }), /after a copy the sender lost it/],
    ['a transfer nobody saw', without('transfer', { mode: 'move' }), /no move was reported/],
  ],
  park: [
    ['a waiter too many', set('waits', { waited: 1, waiting: 1 }), /waiter count: park_failed_wait: .* 1 waited/],
    ['two woken for one', set('waits', { woken: 3001, waiting: 2 }, { op: 'park_wake_one' }), /park_wake_one: .* 3001/],
    ['waiters left asleep', set('waits', { woken: 11_999, waiting: 1 }, { op: 'park_wake_many' }), /park_wake_many/],
    ['rounds nobody counted', set('waits', { rounds: 2999 }), /waiter count: park_failed_wait: in 2999 rounds/],
    ['a sum that is off', set('waits', { timedOut: 2999 }, { op: 'park_timeout' }), /park_timeout: .* 2999 ran out/],
    ['another status', set('join', { status: 0 }), /join status: thread 0 ended with 0, not 7/],
    ['a thread not joined', without('join', { thread: 3 }), /every thread joined: 4 were started, 0,1,2 joined/],
  ],
  scheduler: [
    ['a lost thread', set('threads', { ended: 1 }), /no runnable thread lost: 2 were started, 1 ended/],
    ['a thread that never ran', set('progress', { switches: 0 }), /no starvation: thread 0 never ran/],
    ['a thread that starved', set('progress', { longestWaitTicks: 11 }), /thread 0 waited 11 ticks, at most 10/],
  ],
  process: [
    ['other output', set('child', { output: 'child 9' }), /child output: child 0 wrote "child 9"/],
    ['another exit code', set('child', { exitCode: 0 }), /exit code: child 0 left with 0, not 7/],
    ['a child nobody awaited', without('child', { index: 2 }), /every child awaited: 3 were spawned, 2 awaited/],
    [
      'a spawn that should fail and does not',
      set('denial', { outcome: 'answered', error: '' }),
      /spawn on process-spa/,
    ],
  ],
  memory: [
    ['a word that was lost', set('visibility', { read: '0000000000000000' }), /data visibility: vm_map_unmap: 00c0ff/],
    [
      'write and execute',
      set('denial', { outcome: 'answered', error: '' }),
      /write_execute on virtual-memory is denied/,
    ],
    ['more than the quota', set('quota', { grantedPages: 257 }), /quota: 257 pages were given of a quota of 256/],
    ['no refusal at the quota', without('denial', { method: 'commit_over_quota' }), /commit_over_quota .* nobody/],
    ['pages that stay', set('ledger', { pagesAfter: 41 }), /cleanup: pages 40 to 41/],
    ['handles that stay', set('ledger', { handlesAfter: 13 }), /cleanup: .* handles 12 to 13/],
  ],
  terminal: [
    ['another echo', set('echo', { echoed: 'statu' }), /echo: "status" was typed, "statu" came back/],
    [
      'a cancelled read with a line',
      set('cancellation', { outcome: 'line' }),
      /cancellation: a cancelled readLine gave/,
    ],
    ['a cancelled read that took bytes', set('cancellation', { taken: 1 }), /took 1 bytes/],
    ['stale input', set('stale', { delivered: 3 }), /stale input: 3 bytes .* reached the program/],
  ],
}

describe.each(primitiveAreas)('the primitives of %s', (area) => {
  const sound = fixtures[area]

  it('accept the fixture, which says on each result that it is one', () => {
    const evaluation = judge(area, sound)
    expect(refusal(area, sound)).toBe('')
    if (!evaluation.complete) throw new Error(evaluation.lost)
    const names = primitives[area].metrics.map(({ name }) => name)
    expect(Object.keys(evaluation.metrics)).toEqual(names)
    for (const name of names) {
      const metric = evaluation.metrics[name]
      expect(metric?.values, name).toHaveLength(1)
      expect(metric?.outcome?.notes, name).toEqual(['fixture: recorded-format fixture, written by hand: no capOS ran'])
    }
  })

  it.each(mutations[area])('refuse %s', (_, change, reason) => {
    expect(refusal(area, change(sound))).toMatch(reason)
  })

  it('refuse an operation that nobody declared, a counter that stands still, and two origins', () => {
    expect(refusal(area, [...sound, record('batch', { op: 'fast', n: 1, cycles: 1 })])).toMatch(
      /known operations: fast/,
    )
    expect(refusal(area, set('batch', { cycles: 0 })(sound))).toMatch(/a counter that runs: a batch of 1000/)
    expect(refusal(area, [...sound, record('origin', { kind: 'boot', says: '' })])).toMatch(/one origin: 2/)
    expect(refusal(area, [...sound, record('bonus', {})])).toMatch(/records lost: .* undeclared type "bonus"/)
  })

  it('say of a system without any of it what was asked and what came, and give no number', () => {
    const subsystems = sound.filter(({ type }) => type === 'probe').map(({ value }) => value.subsystem ?? '')
    const tried = 'find its interface in the CapSet'
    const lacking = subsystems.map((subsystem) =>
      record('probe', { subsystem, tried, came: 'not granted', there: false }),
    )
    const evaluation = judge(area, [record('origin', { kind: 'boot', says: 'a boot' }), ...lacking])
    if (!evaluation.complete || !evaluation.verdict.accepted) throw new Error('the run was refused')
    for (const { outcome, values } of Object.values(evaluation.metrics)) {
      expect(outcome).toMatchObject({ measured: false, reason: 'not_applicable', cause: 'no_subsystem' })
      expect(outcome).toHaveProperty('detail', expect.stringMatching(/asked by find its .* it answered: not granted$/))
      expect(values).toEqual([])
    }
  })
})

describe('an operation', () => {
  const outcome = (records: readonly FixtureRecord[], name: string) => {
    const evaluation = judge('ring', records)
    return evaluation.complete ? evaluation.metrics[name]?.outcome : undefined
  }
  const noNull = set('probe', { there: false, came: 'not granted' }, { subsystem: 'null_cap' })

  test('that was measured though the system denied to have it is refused alone', () => {
    const records = noNull(fixtures.ring)
    expect(outcome(records, 'cap_call_null')).toMatchObject({ measured: false, reason: 'verifier_rejected' })
    expect(outcome(records, 'ring_entry')).toMatchObject({ measured: true })
  })

  test('that the system has and nobody measured has failed', () => {
    const records = fixtures.ring.filter(({ value }) => value.op !== 'cqe_post')
    expect(outcome(records, 'cqe_post')).toMatchObject({ measured: false, reason: 'workload_error' })
  })

  test('that nobody asked for has failed as well, and is no gap in the table', () => {
    const records = fixtures.ring.filter(
      ({ value }) => value.op !== 'cqe_post' && value.subsystem !== 'measure_segments',
    )
    expect(outcome(records, 'cqe_post')).toHaveProperty('detail', expect.stringContaining('nobody asked for'))
  })
})

describe('the set of primitives', () => {
  test('has a benchmark for each row of the table that it answers, of tier 1, with a boot proof', () => {
    for (const area of primitiveAreas) {
      const { name, tier, proofs, workloadFor } = primitives[area]
      expect({ name, tier }).toEqual({ name: `capos-${area}`, tier: 1 })
      expect(proofs.map((proof) => proof.name)).toEqual(['proof-boot'])
      expect([workloadFor('linux'), workloadFor('bare')]).toEqual([undefined, undefined])
    }
  })

  test('says of each measurement what stands beside it on Linux, or stands alone', () => {
    const labels = primitiveAreas.flatMap((area) =>
      primitives[area].metrics.map(({ mechanisms }) => mechanisms?.capos?.counterparts.map(({ label }) => label)),
    )
    expect(labels.filter((each) => each?.length === 1).length).toBeGreaterThan(8)
    expect(labels.filter((each) => each?.length === 0).length).toBeGreaterThan(8)
    expect(labels).not.toContain(undefined)
  })

  test('wants the names of errors from the author of the system', () => {
    expect(() => caposPrimitives({ errors: { ...fixtureErrors, revoked: '' } })).toThrow(CapbenchError)
    expect(() => caposPrimitives({ errors: { ...fixtureErrors, other: 'X' } as typeof fixtureErrors })).toThrow(/other/)
  })
})
