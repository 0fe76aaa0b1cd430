import type { ProbesRecord } from '../authority/records.ts'
import { type Term, terms } from '../authority/terms.ts'

/** One call that a term which is not granted would permit, and what came of it. */
export interface Probe extends Omit<ProbesRecord, 'calls'> {
  readonly term: Term
  readonly call: string
}

/**
 * The probes of a report one by one, in its order.
 *
 * @returns why they cannot be believed, as text: an outcome that contradicts itself, a term that does not exist or that
 *   was tried twice
 */
export function probesOf(records: readonly ProbesRecord[]): readonly Probe[] | string {
  const probes = new Map<string, Probe>()
  for (const { calls, ...verdict } of records) {
    if (!isConsistent(verdict)) {
      const { outcome, by, errno } = verdict
      return `its probes were ${outcome} by ${by} with ${errno ?? 'no errno'}, which no kernel answers`
    }
    for (const [term, call] of Object.entries(calls)) {
      if (!isTerm(term)) return `it probed ${JSON.stringify(term)}, which is no term`
      if (probes.has(term)) return `it probed ${term} twice`
      probes.set(term, { term, call, ...verdict })
    }
  }
  return [...probes.values()]
}

const isTerm = (name: string): name is Term => Object.hasOwn(terms, name)

/** What is denied is denied by something and with an errno; a call may go through and fail for its arguments. */
function isConsistent({ outcome, by, errno }: Omit<ProbesRecord, 'calls'>): boolean {
  switch (outcome) {
    case 'denied':
      return by !== 'none' && errno !== null
    case 'allowed':
      return by === 'none'
    case 'absent':
      return by === 'none' && errno === 'ENOSYS'
    default:
      return outcome satisfies never
  }
}
