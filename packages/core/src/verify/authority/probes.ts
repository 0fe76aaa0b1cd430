import type { ProbeRecord } from '../../authority/records.ts'
import type { Term } from '../../authority/terms.ts'
import { byCodeUnits } from '../../encode/canonical.ts'

/** A term that is not granted, and the call that went through all the same. */
export interface OpenTerm {
  readonly term: string
  readonly call: string
}

/** What the probes say of the terms that a profile does not grant. */
export interface ProbeFindings {
  /** Denied every time that it was tried, or not there at all. */
  readonly denied: readonly string[]
  /** A call went through. */
  readonly open: readonly OpenTerm[]
  /** Enforced on this system, not granted, and not probed. */
  readonly unprobed: readonly Term[]
}

/**
 * @param enforced terms that this kind of system can deny: for each that is not granted a probe is wanted
 */
export function probeFindings(
  probes: readonly ProbeRecord[],
  granted: readonly Term[],
  enforced: readonly Term[],
): ProbeFindings {
  const own: readonly string[] = granted
  const relevant = probes.filter(({ term }) => !own.includes(term))
  const open = relevant.filter(({ outcome }) => outcome === 'allowed').map(({ term, call }) => ({ term, call }))
  const probed = new Set(relevant.map(({ term }) => term))
  const isOpen = (term: string) => open.some((each) => each.term === term)
  return {
    denied: [...probed].filter((term) => !isOpen(term)).sort(byCodeUnits),
    open,
    unprobed: enforced.filter((term) => !own.includes(term) && !probed.has(term)),
  }
}
