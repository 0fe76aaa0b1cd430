import { type Term, terms } from '../../authority/terms.ts'
import type { System } from '../../define/system.ts'

const undeniable: readonly Term[] = ['cpu', 'clock.monotonic', 'clock.cycles', 'clock.realtime', 'random']

/** The terms that a kind of system can deny to a program: of each that is not granted, a probe is wanted. */
export function enforcedTerms(system: System): readonly Term[] {
  if (system !== 'linux') return []
  return (Object.keys(terms) as Term[]).filter((term) => !undeniable.includes(term) && !term.startsWith('stats.'))
}
