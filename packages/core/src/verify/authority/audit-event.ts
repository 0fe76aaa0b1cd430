import { privilegedParts } from '../../authority/privileged.ts'
import type { AuthorityProfile } from '../../authority/profile.ts'
import { type Cause, cause } from '../../define/reasons.ts'
import { eventsOf } from '../../parse/host-events.ts'
import type { HostEvent } from '../../target/events.ts'

/** The event that tells of the start of a run with a privileged profile; undefined for an ordinary one. */
export function auditEventOf(
  profile: AuthorityProfile,
  atNs: number,
): Extract<HostEvent, { readonly kind: 'privileged' }> | undefined {
  const parts = privilegedParts(profile).map(({ part }) => part)
  return parts.length === 0 ? undefined : { kind: 'privileged', atNs, profile: profile.name, parts }
}

/** A run with a privileged profile must have been told of when it was started, once and with all that is privileged. */
export function auditCauses(events: readonly HostEvent[], profile: AuthorityProfile): readonly Cause[] {
  const wanted = auditEventOf(profile, 0)
  const told = eventsOf(events, 'privileged')
  const isOne = (each: (typeof told)[number]) =>
    each.profile === wanted?.profile && each.parts.join() === wanted.parts.join()
  if (wanted === undefined ? told.length === 0 : told.length === 1 && told.every(isOne)) return []
  const parts = wanted?.parts.join(', ') ?? 'nothing privileged'
  return [
    cause(
      'records_lost',
      `the start of a run with the profile ${profile.name} (${parts}) was to be told of in host.jsonl; ` +
        `${told.length === 0 ? 'it was not' : `${told.length} other events were found`}`,
    ),
  ]
}
