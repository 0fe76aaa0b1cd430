import type { Subsystem, Term, Unit } from '@capbench/core'
import type { Lineage } from './upstream.ts'

/**
 * Which set a variant is measured in. `quick`: always; `full`: in the full set alone; `none`: no program of ours
 * measures it on any system, and its row says why.
 */
export type InSet = 'quick' | 'full' | 'none'

/** What is timed, said without naming a mechanism of any system where that is possible. */
export interface Intent {
  readonly lineage: Lineage
  /** One operation, as a sentence. */
  readonly times: string
  /** `ns` for each operation, `MiB/s` for a stream. */
  readonly unit: Unit
  readonly better: 'lower' | 'higher'
  /** Subsystems that a Unix-like system needs for it. */
  readonly requires: readonly Subsystem[]
  /** Terms without which it is `not_applicable: no_authority`. */
  readonly authority: readonly Term[]
  /**
   * The sizes and counts it is measured with, by the name under which each is reported: a metric. Where two flows of
   * control wake each other, it says where they run: `same_cpu`, `diff_cpu`.
   */
  readonly variants: { readonly [name: string]: InSet }
}

/** Time for each operation: less is better. */
export const latency = { unit: 'ns', better: 'lower' } as const
/** Bytes of payload in a second, 2^20 each: more is better. */
export const bandwidth = { unit: 'MiB/s', better: 'higher' } as const
/** A dimensionless figure such as a speedup: more is better. */
export const factor = { unit: 'ratio', better: 'higher' } as const
