import type { AuthorityProfile } from '../../authority/profile.ts'
import type { ViolationRecord } from '../../authority/records.ts'
import { type Cause, cause } from '../../define/reasons.ts'

/** The call for which the program was ended, with the terms that it would have needed. */
export function violationCause(
  { call, number, abi, terms, args, ip }: ViolationRecord,
  profile: AuthorityProfile,
): Cause {
  const needs =
    terms.length === 0
      ? 'which no term grants'
      : `which needs ${terms.join(' or ')}; the profile ${profile.name} does not grant ` +
        (terms.length === 1 ? 'it' : 'them')
  return cause(
    'authority_exceeded',
    `the program called ${call}(${args.join(', ')}), number ${number} of ${abi}, at ${ip}, ${needs}; ` +
      'it was ended before the call had an effect',
  )
}
