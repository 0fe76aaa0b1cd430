import type { AuthorityProfile } from './profile.ts'
import type { Term } from './terms.ts'

/** What reaches a network or changes files: nothing of it is published before its path is proven. */
const unproven: readonly Term[] = ['net.loopback', 'net.external', 'file.write']

/**
 * Must a definition with this profile name the proofs on which its results may be published? Those of a network need
 * proofs of correctness and authority, those of storage of what was written, and of crashes and errors.
 */
export function needsPublicationProofs({ terms }: Pick<AuthorityProfile, 'terms'>): boolean {
  return terms.some((term) => unproven.includes(term))
}
