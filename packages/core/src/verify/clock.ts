import { type Cause, cause } from '../define/reasons.ts'
import { eventsOf } from '../parse/host-events.ts'
import type { HostEvent } from '../target/events.ts'

/**
 * Name of the fact that a driver keeps of a guest's program: `{ hostNs, waitedNs }`, its span on the host's monotonic
 * clock, and the longest that a thread of driver or QEMU waited for a CPU while the guest ran.
 */
const programSpan = 'program-span'

/**
 * How far the two clocks may lie apart: receipt takes its time at both ends, and neither clock is calibrated to better
 * than a thousandth. On a busy host it takes longer by what driver and QEMU were seen to wait, one after the other.
 * What this catches is a clock that runs at another rate or jumped, as one can after the restore of a saved machine.
 */
const slack = { ns: 300_000_000, share: 0.01 }

/**
 * Compares the span of a program on the guest's clock with the host's.
 *
 * @param guestNs from the launcher's `started` to its `exited`, on the guest's CLOCK_MONOTONIC
 * @param hostNs between the receipts of the two, on the host's
 * @param waitedNs how long the longest of their threads was seen to wait for a CPU, on the host's
 * @returns what is wrong, if anything
 */
export function clockTrouble(guestNs: number, hostNs: number, waitedNs = 0): string | undefined {
  const apart = Math.abs(guestNs - hostNs)
  if (guestNs >= 0 && apart <= slack.ns + slack.share * hostNs + 2 * waitedNs) return undefined
  const [guest, host] = [guestNs, hostNs].map((ns) => (ns / 1e6).toFixed(0))
  return `the program took ${guest} ms by the clock of the guest and ${host} ms by the clock of the host`
}

/** The causes that a guest's clock gives. A target that kept no span of the host has nothing to compare with. */
export function clockCauses(events: readonly HostEvent[], guestNs: number): readonly Cause[] {
  return eventsOf(events, 'fact').flatMap(({ name, value }) => {
    if (name !== programSpan || typeof value.hostNs !== 'number') return []
    const waitedNs = typeof value.waitedNs === 'number' ? Math.max(0, value.waitedNs) : 0
    const trouble = clockTrouble(guestNs, value.hostNs, waitedNs)
    return trouble === undefined ? [] : [cause('clock_unusable', trouble)]
  })
}
