import { CapbenchError } from '../error.ts'
import { assertName } from '../evidence/paths.ts'
import { refuseUnknownOptions } from '../options.ts'
import { type Term, terms } from './terms.ts'

/** How the build under test differs from an ordinary one. Each deviation is printed with every result. */
export interface Posture {
  readonly kernel: 'normal' | 'measurement'
  readonly tracing: boolean
  /** False where checks that a normal build makes were switched off. */
  readonly validation: boolean
  /** Names of special paths that an ordinary configuration does not have. */
  readonly fastPaths: readonly string[]
  /** False for workloads that measure system calls and so run without the filter. */
  readonly filter: boolean
}

/** The posture of an ordinary build, under the filter of system calls. */
export const normalPosture: Posture = {
  kernel: 'normal',
  tracing: false,
  validation: true,
  fastPaths: [],
  filter: true,
}

/** What a workload may do, and in which kind of build. Observed wider than this is `invalid: authority_exceeded`. */
export interface AuthorityProfile<out T extends Term = Term> {
  readonly name: string
  readonly terms: readonly T[]
  readonly posture: Posture
}

/** Terms that a ring of io_uring would hand out: its operations are carried out without passing the filter. */
const reachedByRing = /^(file|net)\./

/**
 * @throws CAPBENCH_DEFINITION for an unknown or repeated term, and for `io.uring` together with files or the network
 *   under the filter: operations of a ring pass it by, so that what it denies of them would not be denied.
 */
export function defineAuthorityProfile<const T extends Term>(profile: {
  readonly name: string
  readonly terms: readonly T[]
  readonly posture?: Partial<Posture>
}): AuthorityProfile<T> {
  assertName('authority profile', profile.name)
  refuseUnknownOptions('an authority profile', profile, ['name', 'terms', 'posture'])
  refuseUnknownOptions('the posture of a profile', profile.posture ?? {}, Object.keys(normalPosture))
  for (const [index, term] of profile.terms.entries()) {
    if (!Object.hasOwn(terms, term)) {
      throw new CapbenchError(
        'CAPBENCH_DEFINITION',
        `profile ${profile.name} names the term "${term}"; known terms are ${Object.keys(terms).join(', ')}`,
      )
    }
    if (profile.terms.indexOf(term) !== index) {
      throw new CapbenchError('CAPBENCH_DEFINITION', `profile ${profile.name} names the term "${term}" twice; drop one`)
    }
  }
  const posture = { ...normalPosture, ...profile.posture }
  const beside = profile.terms.find((term) => reachedByRing.test(term))
  if (posture.filter && beside !== undefined && (profile.terms as readonly Term[]).includes('io.uring')) {
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `profile ${profile.name} has io.uring and ${beside} under the filter, which operations of a ring do not pass; ` +
        'drop one of them, or declare posture { filter: false }',
    )
  }
  return { name: profile.name, terms: profile.terms, posture }
}

/**
 * The union of several profiles, and the least that all of them are within; a posture deviates where any of them does.
 *
 * @throws CAPBENCH_DEFINITION where no profile may have the terms of all: `io.uring` beside files or the network.
 */
export function combine<const P extends readonly [AuthorityProfile, ...AuthorityProfile[]]>(
  name: string,
  ...profiles: P
): AuthorityProfile<P[number]['terms'][number]> {
  const all: readonly AuthorityProfile[] = profiles
  return defineAuthorityProfile({
    name,
    terms: [...new Set(all.flatMap((profile) => profile.terms))],
    posture: {
      kernel: all.some(({ posture }) => posture.kernel === 'measurement') ? 'measurement' : 'normal',
      tracing: all.some(({ posture }) => posture.tracing),
      validation: all.every(({ posture }) => posture.validation),
      fastPaths: [...new Set(all.flatMap(({ posture }) => posture.fastPaths))],
      filter: all.every(({ posture }) => posture.filter),
    },
  })
}

/** The profile without some of its terms. Dropping a term that it does not hold does not type-check. */
export function attenuate<T extends Term, const D extends T>(
  profile: AuthorityProfile<T>,
  ...dropped: readonly D[]
): AuthorityProfile<Exclude<T, D>> {
  const kept = profile.terms.filter((term): term is Exclude<T, D> => !(dropped as readonly Term[]).includes(term))
  return { ...profile, terms: kept }
}

/** Does `inner` permit nothing that `outer` does not, in a build that deviates in nothing that `outer` does not? */
export function isWithin(inner: AuthorityProfile, outer: AuthorityProfile): boolean {
  const a = inner.posture
  const b = outer.posture
  return (
    inner.terms.every((term) => (outer.terms as readonly Term[]).includes(term)) &&
    (a.kernel === 'normal' || b.kernel === 'measurement') &&
    (!a.tracing || b.tracing) &&
    (a.validation || !b.validation) &&
    (a.filter || !b.filter) &&
    a.fastPaths.every((path) => b.fastPaths.includes(path))
  )
}
