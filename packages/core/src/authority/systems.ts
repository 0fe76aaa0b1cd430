import type { System } from '../define/system.ts'
import { bare } from './systems/bare.ts'
import { capos } from './systems/capos.ts'
import { linux } from './systems/linux.ts'
import type { Hold, TermMeaning, TermsOn } from './systems/meaning.ts'
import { other } from './systems/other.ts'
import { type Term, terms } from './terms.ts'

/** What every term permits on each kind of system, and how it is held there. `other` is every system but these. */
export const termsOn = { linux, bare, capos, other } as const satisfies Readonly<Record<string, TermsOn>>
export type KnownTerms = keyof typeof termsOn

/** What a term comes to on a system, which may be one that capbench does not know by name. */
export function meaningOf(term: Term, system: System): TermMeaning {
  return (Object.hasOwn(termsOn, system) ? termsOn[system as KnownTerms] : other)[term]
}

/** The terms that are held in one way on a system, in the order of the vocabulary. */
export function termsHeld(hold: Hold, system: System): readonly Term[] {
  return (Object.keys(terms) as Term[]).filter((term) => meaningOf(term, system).hold === hold)
}

/**
 * Terms that come with another one on Linux, because nothing there tells them apart: the name space of the machine has
 * its loopback too. Where one of the list is granted the term is not denied, and not probed.
 */
export const comesWith: Readonly<Partial<Record<Term, readonly Term[]>>> = { 'net.loopback': ['net.external'] }

/** The terms whose denial a probe must show on Linux for a profile with these terms, in the order of the vocabulary. */
export function probedTerms(granted: readonly Term[]): readonly Term[] {
  return termsHeld('enforced', 'linux').filter(
    (term) => !granted.includes(term) && !(comesWith[term] ?? []).some((one) => granted.includes(one)),
  )
}
