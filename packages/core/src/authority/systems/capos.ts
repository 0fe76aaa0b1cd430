import { capOSTerms } from '../capos/mapping.ts'
import { type Term, terms } from '../terms.ts'
import type { TermMeaning, TermsOn } from './meaning.ts'

function meaning(term: Term): TermMeaning {
  const needed = capOSTerms[term]
  if (needed === 'inherent') return { hold: 'inherent', permits: 'every process has it without a capability' }
  if (needed === 'none')
    return { hold: 'observed-only', permits: 'no capability for it is known, so that no bundle can grant it' }
  const capabilities = needed.map(({ capability, rights }) => `${capability} (${rights.join(', ')})`).join(' and ')
  return { hold: 'observed-only', permits: `${capabilities} in its bundle; the manifest is compared with the profile` }
}

/**
 * capOS: its kernel enforces the bundle of a process, but not at our word. So the exported manifest, and the bundle
 * that the program found, are compared with the profile.
 */
export const capos = Object.fromEntries((Object.keys(terms) as Term[]).map((term) => [term, meaning(term)])) as TermsOn
