// biome-ignore-all lint/correctness/noUnusedPrivateClassMembers: the one that is here exists for the type checker alone
import type { Case } from '../define/case.ts'
import type { NonEmpty } from '../define/reasons.ts'
import type { System } from '../define/system.ts'

/** Under which parameters, in which case and on what a run was made. */
export interface Setting<out P = unknown> {
  readonly parameters: P
  readonly case: Case
  readonly system: System
  /** CPUs that the target presented. Fewer than `case.vcpus` only where oversubscription was asked for. */
  readonly cpus: number
}

/** What a verifier says of a run's own output: what it checked, or why it refuses. */
export type Verdict =
  | { readonly accepted: true; readonly checked: NonEmpty<string> }
  | { readonly accepted: false; readonly rejected: NonEmpty<string> }

/**
 * Judges and never transforms: it cannot swap the numbers that it saw. `name` and `version` are part of the comparison
 * hash, so a stricter verifier is a new version.
 */
export interface Verifier<in O, in P = unknown> {
  readonly name: string
  readonly version: number
  readonly judge: (observation: O, setting: Setting<P>) => Verdict
}

type Intersect<V extends readonly unknown[]> = V extends readonly [infer First, ...infer Rest]
  ? (First extends Verifier<infer O, never> ? O : unknown) & Intersect<Rest>
  : unknown
type Needed<V extends readonly unknown[]> = V extends readonly [infer First, ...infer Rest]
  ? (First extends Verifier<never, infer P> ? P : unknown) & Needed<Rest>
  : unknown

/** All of several verifiers; the observation must satisfy the intersection of what they read. */
export function every<const V extends NonEmpty<Verifier<never, never>>>(
  ...verifiers: V
): Verifier<Intersect<V>, Needed<V>> {
  const all = verifiers as unknown as readonly Verifier<unknown>[]
  return {
    name: all.map(({ name }) => name).join('+'),
    version: all.reduce((sum, { version }) => sum + version, 0),
    judge: (observation, setting) => {
      const verdicts = all.map((verifier) => verifier.judge(observation, setting))
      const rejected = verdicts.flatMap((verdict) => (verdict.accepted ? [] : verdict.rejected))
      const [first, ...rest] = rejected
      if (first !== undefined) return { accepted: false, rejected: [first, ...rest] }
      const checked = verdicts.flatMap((verdict) => (verdict.accepted ? verdict.checked : []))
      return { accepted: true, checked: checked as unknown as NonEmpty<string> }
    },
  }
}

/** A verdict from named checks: each `undefined` where it holds, else what was expected and what came. */
export function verdictOf(checks: { readonly [check: string]: string | undefined }): Verdict {
  const failures = Object.entries(checks).flatMap(([check, failure]) =>
    failure === undefined ? [] : [`${check}: ${failure}`],
  )
  const [first, ...rest] = failures
  if (first !== undefined) return { accepted: false, rejected: [first, ...rest] }
  const [name, ...names] = Object.keys(checks)
  if (name === undefined) return { accepted: false, rejected: ['the verifier made no check'] }
  return { accepted: true, checked: [name, ...names] }
}

declare class GrantedByVerifier {
  #granted: true
}
/**
 * An observation whose run a verifier accepted. A type only: nothing at run time. A class with a private member,
 * because an ordinary brand survives `{ ...run, total: 5 }` and this one does not.
 */
export type Verified<O> = O & GrantedByVerifier
