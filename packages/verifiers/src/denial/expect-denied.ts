import { type Verifier, verdictOf } from '@capbench/core'

/** One attempt at something that was not permitted, and what the system did. */
export interface Denial {
  /** What the attempt was made on: a capability, a handle, a path. */
  readonly capability: string
  /** What was attempted. */
  readonly method: string
  readonly outcome: 'refused' | 'answered'
  /** With which error; empty where it was answered. */
  readonly error: string
}

const said = ({ outcome, error }: Denial): string => (outcome === 'refused' ? `refused with ${error}` : 'answered')

/**
 * Every attempt at a method of a capability was refused, and with this error. An attempt that nobody made denies
 * nothing, so at least one must have come; another error may hide that something else went wrong.
 *
 * @param error exact name, as the system gives it
 */
export function expectDenied(
  capability: string,
  method: string,
  error: string,
): Verifier<{ readonly denials: readonly Denial[] }> {
  const check = `${method} on ${capability} is denied`
  return {
    name: 'expect-denied',
    version: 1,
    judge: ({ denials }) => {
      const attempts = denials.filter((each) => each.capability === capability && each.method === method)
      const wrong = attempts.find((each) => each.outcome !== 'refused' || each.error !== error)
      const came = attempts.length === 0 ? 'nobody attempted it' : wrong && `it was ${said(wrong)}`
      return verdictOf({ [check]: came === undefined ? undefined : `${error} was wanted, ${came}` })
    },
  }
}
