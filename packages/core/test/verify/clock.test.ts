import { describe, expect, it } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import { clockCauses, clockTrouble } from '../../src/verify/clock.ts'

const ms = 1_000_000
const span = (hostNs: number): HostEvent => ({ kind: 'fact', atNs: 1, name: 'program-span', value: { hostNs } })

describe("a guest's clock beside the host's", () => {
  it.each([
    [0, 0],
    [20, 1020],
    [1020, 20],
    [100_000, 102_000],
    [101_900, 100_000],
  ])('may say %i ms for %i ms: that much is receipt and calibration', (guest, host) => {
    expect(clockTrouble(guest * ms, host * ms)).toBeUndefined()
  })

  it.each([
    ['a fifth too fast', 12_000, 10_000],
    ['a fifth too slow', 8_000, 10_000],
    ['jumped over the time for which the machine was saved', 3_600_000, 20],
    ['standing still', 0, 2000],
    ['going backwards', -5, 20],
  ])('is refused where it is %s', (_, guest, host) => {
    expect(clockTrouble(guest * ms, host * ms)).toBe(
      `the program took ${guest} ms by the clock of the guest and ${host} ms by the clock of the host`,
    )
  })

  it('makes a run invalid, with the reason clock_unusable', () => {
    expect(clockCauses([span(1000 * ms)], 1000 * ms)).toEqual([])
    expect(clockCauses([span(1000 * ms)], 3000 * ms)).toMatchObject([{ reason: 'clock_unusable' }])
  })

  it('is not judged where the host kept nothing to compare it with', () => {
    expect(clockCauses([], 5 * ms)).toEqual([])
    expect(clockCauses([{ kind: 'fact', atNs: 1, name: 'other', value: { hostNs: 0 } }], 5000 * ms)).toEqual([])
  })
})
