import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/define/json.ts'
import type { RunRecord } from '../../src/evidence/run-record.ts'
import type { HostEvent } from '../../src/target/events.ts'
import type { TargetFacts } from '../../src/target/facts.ts'
import { cleanExitOf, exitCauses } from '../../src/verify/exit.ts'

const shutdown = (data: JsonObject): HostEvent => ({ kind: 'qmp', atNs: 1, event: { event: 'SHUTDOWN', data } })
const record = (code: number) =>
  ({ outcome: { end: 'finished', phase: 'exit', exit: { kind: 'exited', code }, detail: '' } }) as RunRecord
const facts = (cleanExit: TargetFacts['cleanExit']) => ({ cleanExit, accelerator: 'tcg' }) as TargetFacts
const told = (
  code: number,
  cleanExit: Partial<TargetFacts['cleanExit']>,
  events: readonly HostEvent[],
  foreign?: { readonly exit: number },
) =>
  exitCauses(record(code), facts({ code: 33, launcher: false, ...cleanExit }), foreign, events).map(
    ({ reason, detail }) => `${reason}: ${detail}`,
  )

describe('the definite exit signal', () => {
  const off = { code: 0, shutdown: 'guest-shutdown' } as const
  const byGuest = shutdown({ guest: true, reason: 'guest-shutdown' })

  test('is the code of the target, and an event of QEMU where the code proves nothing', () => {
    expect(told(33, {}, [])).toEqual([])
    expect(told(0, off, [byGuest])).toEqual([])
    expect(told(0, off, [shutdown({ guest: true, reason: 'guest-shutdown', extra: 1 })])).toEqual([])
  })

  test.each<[string, readonly HostEvent[], string]>([
    ['no event', [], 'none came'],
    [
      'a reset: triple fault or panic',
      [shutdown({ guest: true, reason: 'guest-reset' })],
      'guest-reset (guest true) came',
    ],
    ['a signal', [shutdown({ guest: false, reason: 'host-signal' })], 'host-signal (guest false) came'],
    [
      'the reason of a guest, said of the host',
      [shutdown({ guest: false, reason: 'guest-shutdown' })],
      '(guest false)',
    ],
    ['the reason without its guest', [shutdown({ reason: 'guest-shutdown' })], 'guest-shutdown (guest undefined) came'],
    ['a reset first', [shutdown({ guest: true, reason: 'guest-reset' }), byGuest], 'guest-reset (guest true), then'],
    [
      'another event',
      [{ kind: 'qmp', atNs: 1, event: { event: 'STOP', data: { reason: 'guest-shutdown' } } }],
      'none came',
    ],
    ['an event without data', [{ kind: 'qmp', atNs: 1, event: { event: 'SHUTDOWN' } }], 'undefined (guest undefined)'],
  ])('exit code 0 beside %s is abnormal', (_, events, came) => {
    const [cause, ...others] = told(0, off, events)
    expect(others).toEqual([])
    expect(cause).toContain("abnormal_exit: a clean run ends with QEMU's event SHUTDOWN, guest-shutdown (guest true); ")
    expect(cause).toContain(came)
  })

  test('of a guest that the driver ends is a quit by the monitor, which no guest can ask for', () => {
    const quit = { code: 0, shutdown: 'host-qmp-quit' } as const
    expect(told(0, quit, [shutdown({ guest: false, reason: 'host-qmp-quit' })])).toEqual([])
    expect(told(0, quit, [shutdown({ guest: true, reason: 'host-qmp-quit' })])).toHaveLength(1)
    expect(told(0, quit, [byGuest])).toHaveLength(1)
    expect(told(0, off, [shutdown({ guest: false, reason: 'host-qmp-quit' })])).toHaveLength(1)
  })

  test('of a foreign format stands in place of that of the target', () => {
    expect(told(85, {}, [], { exit: 85 })).toEqual([])
    expect(told(33, {}, [], { exit: 85 })).toEqual([
      'abnormal_exit: a clean run ends with exit code 85, this one ended with exit code 33. ',
    ])
    expect(told(85, off, [], { exit: 85 })).toEqual([])
    expect(told(0, off, [], { exit: 0 })).toHaveLength(1)
    expect(told(0, off, [byGuest], { exit: 0 })).toEqual([])
  })

  test('is never 0 alone where the machine has a code of its own', () => {
    expect(cleanExitOf(facts({ code: 33, launcher: true }), { exit: 0 })).toEqual({
      code: 0,
      shutdown: 'guest-shutdown',
    })
    expect(told(0, {}, [], { exit: 0 })).toHaveLength(1)
    expect(told(0, {}, [byGuest], { exit: 0 })).toEqual([])
    // A harness is no machine: its own code is all that there is.
    expect(cleanExitOf(facts({ code: 0, launcher: false }), { exit: 0 })).toEqual({ code: 0 })
  })
})
