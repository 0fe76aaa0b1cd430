import type { Setting, Verdict, Verified, Verifier } from './verdict.ts'

/** The one place where an observation becomes a verified one. */
export function grant<O, P>(
  verifier: Verifier<O, P>,
  observation: O,
  setting: Setting<P>,
): { readonly verdict: Verdict; readonly verified: Verified<O> | undefined } {
  const verdict = verifier.judge(observation, setting)
  return { verdict, verified: verdict.accepted ? (observation as Verified<O>) : undefined }
}
