import { isName } from '../evidence/paths.ts'
import type { System } from './system.ts'

/** A mechanism of another system over which a ratio is formed. */
export interface Counterpart {
  readonly system: System
  /** Label of that system's mechanism for the same metric. */
  readonly label: string
  /** What the two do not have in common, as a sentence; printed with every ratio. */
  readonly difference: string
}

/** What one system does for a metric, where systems do it by different means. */
export interface Mechanism {
  /** The short name that results carry: `ring_entry`. */
  readonly label: string
  /** Conditions that results carry as well: `fixture_only`, `memory_backed`. */
  readonly conditions?: readonly string[]
  /** None: this mechanism stands alone, and no ratio over another system is formed. */
  readonly counterparts: readonly Counterpart[]
}

/** Mechanisms by kind of system. */
export type Mechanisms = { readonly [S in System]?: Mechanism }

/**
 * What is wrong with the mechanisms of a metric, if anything: a label that no result could carry, a counterpart that is
 * not there.
 */
export function mechanismFault(mechanisms: Mechanisms): string | undefined {
  for (const [system, mechanism] of Object.entries(mechanisms)) {
    if (mechanism === undefined) continue
    if (!isName(mechanism.label)) return `the label "${mechanism.label}" on ${system}, which is no name`
    for (const { system: other, label, difference } of mechanism.counterparts) {
      const there = mechanisms[other]?.label ?? 'none'
      if (there !== label || other === system)
        return `the counterpart ${label} on ${other} of ${mechanism.label}, and ${other} has ${there}`
      if (difference.trim() === '') return `a counterpart of ${mechanism.label} without a stated difference`
    }
  }
  return undefined
}

/** The labels by which results name a mechanism. */
export function mechanismLabels(mechanism: Mechanism | undefined): readonly string[] {
  return mechanism === undefined ? [] : [`mechanism: ${mechanism.label}`, ...(mechanism.conditions ?? [])]
}
