import { type Cause, cause } from '../define/reasons.ts'
import { eventsOf } from '../parse/host-events.ts'
import type { HostEvent } from '../target/events.ts'

/** Name of the fact that a driver keeps of a guest's program: `{ hostNs }`, its span on the host's monotonic clock. */
const programSpan = 'program-span'

/**
 * How far the two clocks may lie apart: receipt on a busy host takes its time at both ends (0.3 s was seen beside eight
 * busy processes on two CPUs), and neither clock is calibrated to better than a thousandth. What this catches is a
 * clock that runs at another rate or jumped, as one can after the restore of a saved machine.
 */
const slack = { ns: 1_000_000_000, share: 0.01 }

/**
 * Compares the span of a program on the guest's clock with the host's.
 *
 * @param guestNs from the launcher's `started` to its `exited`, on the guest's CLOCK_MONOTONIC
 * @param hostNs between the receipts of the two, on the host's
 * @returns what is wrong, if anything
 */
export function clockTrouble(guestNs: number, hostNs: number): string | undefined {
  if (guestNs >= 0 && Math.abs(guestNs - hostNs) <= slack.ns + slack.share * hostNs) return undefined
  const [guest, host] = [guestNs, hostNs].map((ns) => (ns / 1e6).toFixed(0))
  return `the program took ${guest} ms by the clock of the guest and ${host} ms by the clock of the host`
}

/** The causes that a guest's clock gives. A target that kept no span of the host has nothing to compare with. */
export function clockCauses(events: readonly HostEvent[], guestNs: number): readonly Cause[] {
  return eventsOf(events, 'fact').flatMap(({ name, value }) => {
    if (name !== programSpan || typeof value.hostNs !== 'number') return []
    const trouble = clockTrouble(guestNs, value.hostNs)
    return trouble === undefined ? [] : [cause('clock_unusable', trouble)]
  })
}
