import type { Term } from '../terms.ts'

/**
 * How a term is held on a kind of system:
 * `enforced`: where it is not granted it is denied before the program starts, and a probe shows the denial;
 * `observed-only`: nobody denies it for us, but what the program holds is read and compared with the profile;
 * `inherent`: whatever runs there has it, and it cannot be taken away.
 */
export const holds = ['enforced', 'observed-only', 'inherent'] as const
/** How a system holds a workload to a term. */
export type Hold = (typeof holds)[number]

/** What a term comes to on one kind of system. */
export interface TermMeaning {
  readonly hold: Hold
  /** One sentence: what it permits there, and by what it is denied. */
  readonly permits: string
}
export type TermsOn = Readonly<Record<Term, TermMeaning>>
