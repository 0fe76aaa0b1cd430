import { type Term, terms } from '../terms.ts'
import type { TermsOn } from './meaning.ts'

/** A system that capbench does not know: it denies nothing, and compares what the target reports with the profile. */
export const other = Object.fromEntries(
  (Object.keys(terms) as Term[]).map((term) => [
    term,
    { hold: term === 'cpu' ? 'inherent' : 'observed-only', permits: `${terms[term]}, as its own kernel sees fit` },
  ]),
) as TermsOn
