import type { AuthorityProfile } from '../../authority/profile.ts'
import type { AuthorityRecord } from '../../authority/records.ts'
import type { Term } from '../../authority/terms.ts'
import { type Cause, cause } from '../../define/reasons.ts'
import type { LauncherAuthority } from '../../parse/launcher-authority.ts'
import { isExplained, refusedSteps, type Step } from './deviation.ts'
import { holdDeviations } from './holds.ts'
import { type OpenTerm, type ProbeFindings, probeFindings } from './probes.ts'
import { statsCauses, statsSourcesOf } from './stats.ts'
import { violationCause } from './violation.ts'

/** How a declared profile was held during a run. */
export type Standing = 'enforced' | 'observed-only' | 'unenforced'

/** What was seen of the authority of one run. */
export interface AuthoritySeen {
  readonly standing: Standing
  /** Why the standing is no better one; empty where it is `enforced`. */
  readonly because: readonly string[]
  readonly isolation: AuthorityRecord['isolation']
  readonly filter: AuthorityRecord['filter']
  /** What the host refused, and nothing stood in for. */
  readonly refused: readonly Step[]
  readonly denied: readonly string[]
  /** Terms that are not granted and were found open. */
  readonly open: readonly OpenTerm[]
  /** Counters of the system that were read before and after. */
  readonly stats: readonly string[]
}

export interface AuthorityExpectation {
  readonly profile: AuthorityProfile
  /** Terms that are not granted, and whose denial a probe must show. */
  readonly probed: readonly Term[]
  /** The program that was planned. */
  readonly programSha256: string | null
}

/**
 * Holds what the launcher did and saw against a profile. Wider than declared is a cause, and names term and call;
 * unless the host refused a step that would have prevented it: then the standing falls, and says step and errno. What
 * is missing is never taken for good.
 */
export function judgeAuthority(
  came: LauncherAuthority,
  expected: AuthorityExpectation,
): { readonly causes: readonly Cause[]; readonly seen: AuthoritySeen } {
  const { profile } = expected
  const { authority } = came
  const refused = refusedSteps(authority)
  const probes = probeFindings(came.probes, profile.terms, expected.probed)
  const because: string[] = refused.map(({ step, errno }) => `the host refused ${step} (${errno})`)
  const exceeded: string[] = beyondProfile(authority, profile)
  for (const observed of came.observed) {
    for (const { term, detail, kept } of holdDeviations(observed, { authority, granted: profile.terms })) {
      const says = `${detail}, which grants ${term}`
      if (isExplained(kept, authority, refused)) because.push(says)
      else exceeded.push(`${says}; the profile ${profile.name} does not`)
    }
  }
  // With both a filter and a tree of its own every probe is refused, whatever else the host did not allow.
  const mayBeOpen = !profile.posture.filter || authority.filter === null || authority.isolation === 'none'
  for (const { term, call } of probes.open) {
    if (!mayBeOpen)
      exceeded.push(`${call} was tried and went through: the term ${term}, which is not granted, was open`)
  }
  because.push(...gapsOf(came, profile, probes))
  const seen: AuthoritySeen = {
    standing: standingOf(profile, because),
    because: [...new Set([...because, ...(profile.posture.filter ? [] : ['the profile asks for no filter'])])],
    isolation: authority.isolation,
    filter: authority.filter,
    refused,
    denied: probes.denied,
    open: probes.open,
    stats: statsSourcesOf(came.stats),
  }
  const causes = [
    ...(came.violation === undefined ? [] : [violationCause(came.violation, profile)]),
    ...[...new Set(exceeded)].map((detail) => cause('authority_exceeded', detail)),
    ...programCauses(came, expected),
    ...statsCauses(came.stats, profile),
  ]
  return { causes, seen }
}

/** The launcher was told to grant more than was declared. */
function beyondProfile({ terms }: AuthorityRecord, { name, terms: declared }: AuthorityProfile): string[] {
  const own: readonly string[] = declared
  return terms
    .filter((term) => !own.includes(term))
    .map((term) => `the launcher granted ${term}, which the profile ${name} does not`)
}

/** Descriptors that every program is given: whoever lists its descriptors and lacks one has not seen them. */
const standard = [0, 1, 2] as const

/** What would have to be there, and is not: then nobody knows. */
function gapsOf(
  { authority, observed, violation }: LauncherAuthority,
  { posture }: AuthorityProfile,
  { unprobed }: ProbeFindings,
): readonly string[] {
  const gaps: string[] = []
  if (authority.isolation === 'none') gaps.push('the program shared the name spaces of its host')
  if (posture.filter && authority.filter === null) gaps.push('no filter was installed')
  if (unprobed.length > 0) gaps.push(`nobody tried whether ${unprobed.join(', ')} can be exceeded`)
  // A program that was ended at its first hold was never seen at the second.
  for (const hold of violation === undefined ? (['before-exec', 'after-exec'] as const) : []) {
    const needed = posture.filter || hold === 'before-exec'
    if (needed && !observed.some((each) => each.hold === hold)) gaps.push(`nobody saw it ${hold.replace('-', ' ')}`)
  }
  const running = observed.find(({ hold }) => hold === 'after-exec')
  if (running?.executable === null) gaps.push('the kernel executed a file that nobody has hashed')
  if (running !== undefined && standard.some((wanted) => !running.descriptors.some(({ fd }) => fd === wanted)))
    gaps.push('its descriptors could not be read')
  return gaps
}

function standingOf({ posture }: AuthorityProfile, because: readonly string[]): Standing {
  if (because.length > 0) return 'unenforced'
  return posture.filter ? 'enforced' : 'observed-only'
}

/** What ran is what was planned, by its own file as the kernel has it. */
function programCauses({ observed }: LauncherAuthority, { programSha256 }: AuthorityExpectation): readonly Cause[] {
  return observed.flatMap(({ hold, executable }) => {
    if (hold !== 'after-exec' || executable === null || executable === programSha256) return []
    return [cause('workload_mismatch', `the kernel executed ${executable}, planned was ${programSha256}`)]
  })
}
