import { Check } from 'typebox/value'
import { BundleRecord, CapOSManifest, checkBundle, checkManifest, grantText } from '../../authority/capos/manifest.ts'
import { type CapOSGrant, capOSBundle } from '../../authority/capos/mapping.ts'
import type { AuthorityProfile } from '../../authority/profile.ts'
import { type Cause, cause } from '../../define/reasons.ts'
import { parseStream } from '../../parse/stream.ts'
import { protocol } from '../../protocol/grammar.ts'
import type { TargetFacts } from '../../target/facts.ts'
import type { FinishedRun } from '../finished-run.ts'

/** What is known of the bundle of capabilities that a run had. */
export interface BundleSeen {
  readonly standing: 'declared-and-checked' | 'unobserved' | 'unenforced'
  readonly because: readonly string[]
  /** Capabilities of the profile that the manifest does not grant. */
  readonly missing: readonly string[]
  /** Capabilities of which only name and rights could be compared. */
  readonly unchecked: readonly string[]
}

/**
 * Holds the manifest of a capOS target, and the bundle that the program printed, against a profile. The system grants
 * what the manifest says; what nobody saw granted is not known, and said so.
 */
export function judgeBundle(
  run: FinishedRun,
  { manifest }: Pick<TargetFacts, 'manifest'>,
  profile: AuthorityProfile,
): { readonly causes: readonly Cause[]; readonly seen: BundleSeen } {
  const observed = observedBundle(run)
  const interfaces = Check(CapOSManifest, manifest) ? manifest.interfaces : undefined
  const seenCheck = observed && checkBundle(observed, capOSBundle(profile, interfaces))
  const causes = exceeded(seenCheck?.extra ?? [], 'the program found', profile)
  if (!Check(CapOSManifest, manifest)) {
    const why = manifest === undefined ? 'no manifest was given' : 'its manifest is not in the form that can be checked'
    return { causes, seen: { standing: 'unenforced', because: [why], missing: [], unchecked: [] } }
  }
  const check = checkManifest(manifest, profile)
  const unobserved = ['nobody saw which capabilities the program had']
  return {
    causes: [...exceeded(check.extra, 'the manifest grants', profile), ...causes],
    seen: {
      standing: observed === undefined ? 'unobserved' : 'declared-and-checked',
      because: observed === undefined ? unobserved : [],
      missing: check.missing.map(grantText),
      unchecked: [...new Set([...check.unchecked, ...(seenCheck?.unchecked ?? [])])].sort(),
    },
  }
}

function exceeded(extra: readonly CapOSGrant[], who: string, { name }: AuthorityProfile): readonly Cause[] {
  return extra.map((grant) =>
    cause('authority_exceeded', `${who} ${grantText(grant)}, which no term of the profile ${name} needs`),
  )
}

/** The bundle that the program printed, once and in a whole stream; a second one, or a torn one, is none. */
function observedBundle(run: FinishedRun): readonly CapOSGrant[] | undefined {
  const streams = (['records', 'console'] as const).flatMap((channel) =>
    [run.record.nonce, protocol.nonce.none].map((nonce) =>
      parseStream(run.channel(channel), { nonce, foreign: 'ignore' }),
    ),
  )
  const found = streams.flatMap((stream) =>
    stream.ok ? stream.records.filter(({ type }) => type === 'bundle').map(({ value }) => value) : [],
  )
  const [only, ...others] = found
  return others.length === 0 && Check(BundleRecord, only) ? only.grants : undefined
}
