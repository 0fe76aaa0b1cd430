import type { AuthorityProfile } from '../../authority/profile.ts'
import { probedTerms } from '../../authority/systems.ts'
import { type Cause, cause } from '../../define/reasons.ts'
import type { System } from '../../define/system.ts'
import type { LauncherReport } from '../../parse/launcher.ts'
import { violationIn } from '../../parse/launcher-authority.ts'
import type { TargetFacts } from '../../target/facts.ts'
import type { FinishedRun } from '../finished-run.ts'
import { type AuthoritySeen, judgeAuthority } from './authority.ts'
import { type BundleSeen, judgeBundle } from './bundle.ts'
import { violationCause } from './violation.ts'

/** What was seen of the authority of one run: in a sandbox of the launcher, or as a bundle of capabilities. */
export type RunAuthority = ({ readonly kind: 'sandbox' } & AuthoritySeen) | ({ readonly kind: 'bundle' } & BundleSeen)

export interface RunAuthorityExpectation {
  readonly profile: AuthorityProfile
  readonly system: System
  readonly facts: Pick<TargetFacts, 'cleanExit' | 'manifest'>
  readonly programSha256: string | null
}

/**
 * What a run was held to, from its raw bytes alone. Undefined where nobody enforced or observed anything.
 *
 * @param report of the launcher; undefined where the target has none
 */
export function authorityOfRun(
  run: FinishedRun,
  report: LauncherReport | undefined,
  { profile, system, facts, programSha256 }: RunAuthorityExpectation,
): { readonly causes: readonly Cause[]; readonly seen: RunAuthority | undefined } {
  if (system === 'capos') {
    const { causes, seen } = judgeBundle(run, facts, profile)
    return { causes, seen: { kind: 'bundle', ...seen } }
  }
  if (report === undefined) return { causes: [], seen: undefined }
  if (!report.ok || report.kind !== 'ran') {
    const torn = violationIn(run.channel('launcher'), run.record.launcherNonce)
    return { causes: torn === undefined ? [] : [violationCause(torn, profile)], seen: undefined }
  }
  if (report.authority === undefined) return { causes: [], seen: undefined }
  const expected = { profile, probed: system === 'linux' ? probedTerms(profile.terms) : [], programSha256 }
  const { causes, seen } = judgeAuthority(report.authority, expected)
  if (report.started !== undefined || causes.some(({ reason }) => reason === 'authority_exceeded'))
    return { causes, seen: { kind: 'sandbox', ...seen } }
  return {
    causes: [...causes, cause('records_lost', 'launcher: the program was never started, and nothing says why')],
    seen: { kind: 'sandbox', ...seen },
  }
}
