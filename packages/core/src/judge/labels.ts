import { type EvidenceClass, evidenceClasses, type LabelNote, type LabelReason, labelReasons } from './labels/names.ts'
import type { Observed } from './labels/observed.ts'
import { demotionsByPlacement } from './labels/vcpu-sharing.ts'

/** What a row's environment allows to be said of it. Reasons and notes are sorted and each stands once. */
export interface Label {
  readonly evidenceClass: EvidenceClass
  /** What lowered the class; empty exactly where it is `claimable`. */
  readonly reasons: readonly LabelReason[]
  /** Printed with the row; they lower nothing. */
  readonly notes: readonly LabelNote[]
}

/** The class of two rows together, e.g. of a ratio: the worse one. */
export function worseClass(a: EvidenceClass, b: EvidenceClass): EvidenceClass {
  return evidenceClasses.indexOf(a) >= evidenceClasses.indexOf(b) ? a : b
}

/**
 * The class of a passed row, from what was observed and never from what was asked for. Every condition that holds is
 * listed; the worst class among them wins. A row that did not pass has no class.
 *
 * The decision table is that of the capOS benchmark rules: KVM for claims, pinned to physical cores, five runs, and a
 * disclosed environment.
 */
export function classify(observed: Observed): Label {
  const reasons = sortedOnce([
    ...demotionsByAccelerator(observed),
    ...demotionsByPlacement(observed),
    ...demotionsByDisclosure(observed),
    ...(observed.reasons ?? []),
  ])
  return {
    evidenceClass: reasons.map((reason): EvidenceClass => labelReasons[reason].class).reduce(worseClass, 'claimable'),
    reasons,
    notes: sortedOnce(notesOf(observed)),
  }
}

function demotionsByAccelerator({ kind, accel }: Observed): readonly LabelReason[] {
  if (kind === 'native' || accel === 'kvm') return []
  return accel === 'unknown' ? ['accelerator-unknown'] : ['not-kvm']
}

function demotionsByDisclosure(observed: Observed): readonly LabelReason[] {
  const reasons: LabelReason[] = []
  // Written so that NaN demotes.
  if (!(observed.n >= 5)) reasons.push('smoke-n<5')
  if (observed.special !== undefined && observed.special.length > 0) reasons.push('special-build-or-caps')
  if (observed.steal !== undefined && !(observed.steal <= 0.01)) reasons.push('steal>1%')
  if (observed.authority === 'unenforced') reasons.push('authority-unenforced')
  if (observed.authority === 'unobserved') reasons.push('authority-unobserved')
  if (observed.unproven === true) reasons.push('publication-proofs-missing')
  if (observed.provenance === 'unknown' && observed.role === 'subject') reasons.push('provenance-unknown')
  if (observed.imported) reasons.push('imported')
  return reasons
}

function notesOf(observed: Observed): readonly LabelNote[] {
  const notes: LabelNote[] = [...(observed.notes ?? [])]
  if (observed.kind === 'native') notes.push('native-context')
  if (observed.kind === 'bare') notes.push('no-isolation-boundary')
  const seenKvm = observed.accel === 'kvm' && observed.accelDeclared !== true
  if (seenKvm && observed.nested === 'nested') notes.push('nested-kvm')
  if (seenKvm && observed.nested === 'unknown') notes.push('nesting-unknown')
  if (observed.accelDeclared === true) notes.push('accelerator-declared')
  if (observed.topologyFromHypervisor === true) notes.push('topology-from-hypervisor')
  if (observed.authority === 'observed-only') notes.push('authority-observed-only')
  if (observed.provenance === 'unknown' && observed.role !== 'subject') notes.push('provenance-unknown')
  if (observed.pin !== null) {
    notes.push(isolationNote(observed))
    // A native row has no emulator threads that would need a CPU of their own.
    if (observed.kind !== 'native' && new Set(observed.pin).size === observed.smp) notes.push('no-housekeeping-cpu')
  }
  return notes
}

function isolationNote({ isolation, isolationVerified }: Observed): LabelNote {
  if (isolation === 'none') return 'pinned-not-isolated'
  return isolationVerified === true ? `isolated:${isolation}` : `isolation-claimed-unverified:${isolation}`
}

function sortedOnce<T extends string>(names: readonly T[]): readonly T[] {
  return [...new Set(names)].sort((a, b) => (a < b ? -1 : 1))
}
