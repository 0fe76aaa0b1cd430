import type { JsonObject } from '@capbench/core'
import type { CaposErrors } from '../../src/capos/primitives/dispatch.ts'
import { childOracle } from '../../src/capos/primitives/lifecycle.ts'
import type { PrimitiveArea } from '../../src/capos/primitives/primitives.ts'

/** One record between `begin` and `end`. */
export interface FixtureRecord {
  readonly type: string
  readonly value: JsonObject
}

/** Recorded-format fixtures: written by hand in the format of the records. No capOS ran; no figure means anything. */
const says = 'recorded-format fixture, written by hand: no capOS ran'
const origin: FixtureRecord = { type: 'origin', value: { kind: 'fixture', says } }

/** Names of errors of the fixtures; those of capOS are its authors' to say. */
export const fixtureErrors: CaposErrors = {
  staleGeneration: 'FIXTURE_STALE',
  revoked: 'FIXTURE_REVOKED',
  invalidMethod: 'FIXTURE_NO_METHOD',
  noSuchProgram: 'FIXTURE_NO_PROGRAM',
  writeAndExecute: 'FIXTURE_WRITE_EXECUTE',
  quotaExceeded: 'FIXTURE_QUOTA',
}

export const record = (type: string, value: JsonObject): FixtureRecord => ({ type, value })
const there = (subsystem: string) =>
  record('probe', { subsystem, tried: 'find its interface in the CapSet', came: 'granted', there: true })
/** Three batches of an operation. */
const batches = (op: string, cycles: number) =>
  [0, 1, 2].map((index) => record('batch', { op, n: 1000, cycles: cycles * 1000 + index }))
const denial = (capability: string, method: string, error: string) =>
  record('denial', { capability, method, outcome: 'refused', error })

const cqe = (op: string) => record('cqe', { op, submitted: 3000, completed: 3000, wrong: 0, overflows: 0, dropped: 0 })
const ring = ['ring_entry', 'ring_entry_batch16', 'cap_call_null', 'cap_call_payload', 'cqe_post']
const reply = (op: string) =>
  record('reply', {
    op,
    rounds: 3000,
    wrong: 0,
    firstSent: '0000000000000001',
    firstReply: 'fffffffffffffffe',
    lastSent: '0000000000000bb8',
    lastReply: 'fffffffffffff447',
  })
const waits = (op: string, of: readonly [number, number, number, number]) => {
  const [waited, woken, timedOut, waiting] = of
  return record('waits', { op, rounds: 3000, waited, woken, timedOut, waiting })
}
const visible = (op: string) => record('visibility', { op, written: '00c0ffee00c0ffee', read: '00c0ffee00c0ffee' })
const child = (index: number) => record('child', { index, ...childOracle(index) })

/** Sound records of each area. */
export const fixtures: { readonly [A in PrimitiveArea]: readonly FixtureRecord[] } = {
  ring: [
    origin,
    ...['ring', 'null_cap', 'measure_segments'].map(there),
    ...ring.flatMap((op, index) => [...batches(op, 400 + 100 * index), cqe(op)]),
  ],
  dispatch: [
    origin,
    ...['ring', 'timer', 'revocation'].map(there),
    ...batches('cap_lookup', 900),
    record('lookup', { capability: 'timer', calls: 3000, answered: 3000 }),
    ...['reject_generation', 'reject_revoked', 'reject_method'].flatMap((op) => batches(op, 600)),
    denial('stale', 'call', fixtureErrors.staleGeneration),
    denial('revoked', 'call', fixtureErrors.revoked),
    denial('live', 'no_such_method', fixtureErrors.invalidMethod),
  ],
  ipc: [
    origin,
    ...['endpoint', 'direct_handoff'].map(there),
    ...['endpoint_rtt', 'endpoint_rtt_handoff', 'endpoint_rtt_capcopy', 'endpoint_rtt_capmove'].flatMap((op) => [
      ...batches(op, 5000),
      reply(op),
    ]),
    record('transfer', { mode: 'copy', sent: 'store 17', received: 'store 17', senderHolds: true }),
    record('transfer', { mode: 'move', sent: 'store 18', received: 'store 18', senderHolds: false }),
  ],
  park: [
    origin,
    there('park'),
    ...['park_failed_wait', 'park_timeout', 'park_wake_one', 'park_wake_many', 'park_wake_to_resume'].flatMap((op) =>
      batches(op, 1500),
    ),
    waits('park_failed_wait', [0, 0, 0, 0]),
    waits('park_timeout', [3000, 0, 3000, 0]),
    waits('park_wake_one', [3003, 3000, 0, 3]),
    waits('park_wake_many', [12_000, 12_000, 0, 0]),
    waits('park_wake_to_resume', [3000, 3000, 0, 0]),
    record('threads', { started: 4 }),
    ...[0, 1, 2, 3].map((thread) => record('join', { thread, status: thread + 7 })),
  ],
  scheduler: [
    origin,
    ...['park', 'timer', 'direct_handoff'].map(there),
    ...['context_switch', 'timer_wake', 'handoff_switch'].flatMap((op) => batches(op, 2500)),
    record('threads', { started: 2, ended: 2 }),
    ...[0, 1].map((thread) => record('progress', { thread, switches: 9000, longestWaitTicks: 1 })),
  ],
  process: [
    origin,
    ...['process.spawn', 'measure_segments'].map(there),
    ...['spawn', 'elf_load', 'wait', 'spawn_wait', 'spawn_rejected'].flatMap((op) => batches(op, 90_000)),
    record('spawned', { children: 3 }),
    ...[0, 1, 2].map(child),
    denial('process-spawner', 'spawn', fixtureErrors.noSuchProgram),
  ],
  memory: [
    origin,
    ...['virtual_memory', 'memory_object', 'frame_allocator'].map(there),
    ...['vm_map_unmap', 'vm_protect', 'memobj_map'].flatMap((op) => [...batches(op, 7000), visible(op)]),
    ...batches('frame_alloc_free', 800),
    denial('virtual-memory', 'write_execute', fixtureErrors.writeAndExecute),
    record('quota', { limitPages: 256, grantedPages: 256 }),
    denial('virtual-memory', 'commit_over_quota', fixtureErrors.quotaExceeded),
    record('ledger', { pagesBefore: 40, pagesAfter: 40, handlesBefore: 12, handlesAfter: 12 }),
  ],
  terminal: [
    origin,
    there('terminal'),
    ...['terminal_read_line', 'terminal_write', 'terminal_write_bulk'].flatMap((op) => batches(op, 30_000)),
    record('echo', { typed: 'status', echoed: 'status', returned: 'status' }),
    record('cancellation', { outcome: 'cancelled', taken: 0 }),
    record('stale', { typed: 12, delivered: 0 }),
  ],
}
