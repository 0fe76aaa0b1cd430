import type { Benchmark } from '../define/benchmark.ts'
import { refuseUnknownOptions } from '../options.ts'
import { readTrust, type TrustedKeys } from './signature/verify.ts'

/** One named check of a verification. */
export interface EvidenceCheck {
  readonly name: 'layout' | 'manifests' | 'digests' | 'index' | 'signature' | 'content' | 're-derive'
  readonly outcome: 'pass' | 'fail' | 'skipped'
  /** What was found: for a failure each file and what is wrong with it; for another version's evidence that it is. */
  readonly details: readonly string[]
}

/** With what evidence is verified. */
export interface VerifyOptions {
  /** Definitions of everything that the evidence may hold; what the directory names is never loaded. */
  readonly benchmarks: readonly Benchmark[]
  /** Makes the exit code 3 where the evidence is verified and not publishable. Default false. */
  readonly publishable?: boolean
  /** Most bytes of all files together, refused before one of them is read. Default 2 GiB. */
  readonly maxBytes?: number
  /** An envelope of `signCampaign`, which lies outside of the directory, and the keys that are trusted. */
  readonly signature?: TrustedKeys & { readonly envelope: Uint8Array }
}

/** What a verification found. */
export interface Verification {
  readonly directory: string
  readonly checks: readonly EvidenceCheck[]
  /** All that could be checked was, and holds. Skipped is not passed, but for a signature or index not there. */
  readonly verified: boolean
  /** Why it is not verified: the checks that failed or were skipped; empty exactly where it is. */
  readonly open: readonly EvidenceCheck[]
  /**
   * Verified; the campaign ran to its end; no result failed or is invalid; every passed result of role subject or
   * reference is claimable, and there is at least one.
   */
  readonly publishable: boolean
  /** Why it is not publishable; empty exactly where it is. */
  readonly publishableReasons: readonly string[]
  /**
   * 0 verified; 1 mismatch; 2 unreadable or hostile, or a check was skipped, since the definitions that were given
   * cannot check it; 3 verified but not publishable where that was asked for.
   */
  readonly exitCode: number
}

/**
 * Checks an evidence directory offline, with definitions from the caller and never from what the directory names:
 * layout, both manifests, every digest, strict JSON, and then that the derived half follows from the raw half byte for
 * byte, through the very functions that made it (of another version of this package: with equal integers and decisions,
 * and other numbers within 1e-9 relative). Where the directory lies in a store with an index, its chain is
 * checked, and that it has this campaign. It proves that the numbers follow from the logs, not that the logs are
 * honest.
 *
 * Never throws for what is in the directory or the envelope; a directory that cannot be read is `layout: fail` with
 * exit code 2.
 *
 * @throws CAPBENCH_USAGE for an unknown option, and for public keys that cannot be trusted
 */
export async function verifyEvidence(directory: string, options: VerifyOptions): Promise<Verification> {
  refuseUnknownOptions('verifyEvidence', options, ['benchmarks', 'publishable', 'maxBytes', 'signature'])
  const trust = options.signature === undefined ? undefined : readTrust(options.signature)
  const { judgeEvidence } = await import('../deferred.ts')
  return judgeEvidence(directory, options, trust)
}
