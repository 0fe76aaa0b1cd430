import { describe, expect, it } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import { clockCauses, clockTrouble } from '../../src/verify/clock.ts'

const ms = 1_000_000
const span = (hostNs: number): HostEvent => ({ kind: 'fact', atNs: 1, name: 'program-span', value: { hostNs } })

describe("a guest's clock beside the host's", () => {
  it.each([
    [0, 0],
    [20, 320],
    [320, 20],
    [100_000, 101_200],
    [101_200, 100_000],
  ])('may say %i ms for %i ms: that much is receipt and calibration', (guest, host) => {
    expect(clockTrouble(guest * ms, host * ms)).toBeUndefined()
  })

  it.each([
    ['a tenth too fast', 11_000, 10_000],
    ['a twentieth too slow', 9_500, 10_000],
    ['jumped over the time for which the machine was saved', 3_600_000, 20],
    ['standing still', 0, 1000],
    ['going backwards', -5, 20],
  ])('is refused where it is %s', (_, guest, host) => {
    expect(clockTrouble(guest * ms, host * ms)).toBe(
      `the program took ${guest} ms by the clock of the guest and ${host} ms by the clock of the host`,
    )
  })

  it('makes a run invalid, with the reason clock_unusable', () => {
    expect(clockCauses([span(1000 * ms)], 1000 * ms)).toEqual([])
    expect(clockCauses([span(1000 * ms)], 2000 * ms)).toMatchObject([{ reason: 'clock_unusable' }])
  })

  it('may be told late by driver and QEMU as long as each was seen to wait for a CPU, and no longer', () => {
    const late = (waitedMs: number): HostEvent => ({
      kind: 'fact',
      atNs: 1,
      name: 'program-span',
      value: { hostNs: 1000 * ms, waitedNs: waitedMs * ms },
    })
    expect(clockCauses([late(200)], 300 * ms)).toEqual([])
    expect(clockCauses([late(190)], 300 * ms)).toMatchObject([{ reason: 'clock_unusable' }])
    expect(clockCauses([late(-500)], 600 * ms)).toMatchObject([{ reason: 'clock_unusable' }])
  })

  it('is not judged where the host kept nothing to compare it with', () => {
    expect(clockCauses([], 5 * ms)).toEqual([])
    expect(clockCauses([{ kind: 'fact', atNs: 1, name: 'other', value: { hostNs: 0 } }], 5000 * ms)).toEqual([])
  })
})
