import type { AuthorityProfile } from '../authority/profile.ts'
import type { Benchmark } from './benchmark.ts'

/**
 * The same definition under another authority profile: a posture that a target needs declared (`mitigations=off`), or
 * fewer terms. Evidence says which profile it was; whoever verifies it gives the same one.
 */
export function withAuthority<B extends Benchmark>(benchmark: B, profile: AuthorityProfile): B {
  return { ...benchmark, authority: profile }
}
