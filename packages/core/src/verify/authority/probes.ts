import type { Term } from '../../authority/terms.ts'
import { byCodeUnits } from '../../encode/canonical.ts'
import type { Probe } from '../../parse/launcher-probes.ts'

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
  /** A probe was wanted and did not come. */
  readonly unprobed: readonly Term[]
}

/** @param wanted terms that are not granted, and whose denial a probe must show */
export function probeFindings(
  probes: readonly Probe[],
  granted: readonly Term[],
  wanted: readonly Term[],
): ProbeFindings {
  const own: readonly string[] = granted
  const relevant = probes.filter(({ term }) => !own.includes(term))
  const open = relevant
    .filter(({ outcome }) => outcome === 'allowed')
    .map(({ term, call }) => ({ term, call }))
    .sort((a, b) => byCodeUnits(a.term, b.term))
  const probed = new Set(relevant.map(({ term }) => term))
  const isOpen = (term: string) => open.some((each) => each.term === term)
  return {
    denied: [...probed].filter((term) => !isOpen(term)).sort(byCodeUnits),
    open,
    unprobed: wanted.filter((term) => !probed.has(term)),
  }
}
