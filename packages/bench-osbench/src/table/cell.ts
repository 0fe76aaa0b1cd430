import type { NotApplicableCause, Subsystem } from '@capbench/core'
import type { IntentId, VariantName } from '../intents/intents.ts'

/**
 * Systems of the table. Guest and host run the same Linux program, and differ in what surrounds it: the guest boots
 * with no file but the program, so it has no shell.
 */
export const tableSystems = ['linux-guest', 'linux-native', 'bare', 'capos'] as const
/** A system that has a column in the table of intents. */
export type TableSystem = (typeof tableSystems)[number]

/** What keeps a result out of every ratio, by the label that the result carries. */
export const conditions = {
  fixture_only: 'the subsystem exists as a proof of its authors and not as a part of the product',
  measure_kernel: 'only a kernel that was built for measuring has it',
  memory_backed: 'what is called a file or a disk is kept in memory',
} as const satisfies Readonly<Record<string, string>>
export type Condition = keyof typeof conditions

/** The mechanism of Linux over which a ratio is formed, and what the two do not have in common. */
export interface Over {
  readonly label: string
  readonly difference: string
}

/** What a system does for an intent. */
export type Work = {
  readonly kind: 'workload'
  /** Short name that results carry. */
  readonly label: string
  /** The calls or instructions, in the system's own words. */
  readonly mechanism: string
  /** What the system must be found to offer, when it is asked. */
  readonly requires: readonly Subsystem[]
  /** How its meaning differs from what the intent says; none where the intent was read from it. */
  readonly differs: readonly string[]
  /** The number is that of another intent, which is shown here once more. */
  readonly shows?: IntentId
  /** Metrics of the intent that have a meaning here, where not all have one; the others are `no_semantics`. */
  readonly only?: { readonly metrics: readonly VariantName[]; readonly why: string }
} & (
  | { readonly over: Over; readonly conditions?: never }
  | { readonly over: null; readonly conditions?: readonly Condition[] }
)

/** Why a system has nothing honest to do for an intent. */
export interface Absent {
  readonly kind: 'not_applicable'
  readonly cause: NotApplicableCause
  /** What is lacking, by a short name; of a subsystem the name by which the system is asked for it. */
  readonly about: string
  readonly detail: string
}

/** What one system does for one intent, or why it does nothing. */
export type Cell = Work | Absent

/** One intent on every system: a row without one of them does not compile. */
export type Row = { readonly [System in TableSystem]: Cell }
