import { type Term, terms, termsHeld } from '@capbench/core'
import { wrap } from './wrap.ts'

const vocabulary = Object.keys(terms) as Term[]

/** `TERM_STATS_READ_VMSTAT` for `stats.read(vmstat)`. */
const constantOf = (term: Term): string => `TERM_${suffixOf(term)}`
const suffixOf = (term: Term): string =>
  term
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/_$/, '')

/** A set of terms as an expression in C. */
export const setOf = (some: readonly Term[]): string =>
  some.length === 0 ? '0' : some.map((term) => `T(${suffixOf(term)})`).join(' | ')

/** The text of `c/launch/filter/vocabulary.h`. */
export function vocabularyHeader(): string {
  return [
    '/* Generated from packages/core/src/authority by scripts/generate-header.ts: do not edit. */',
    '#ifndef LAUNCH_FILTER_VOCABULARY_H',
    '#define LAUNCH_FILTER_VOCABULARY_H',
    '',
    'enum term {',
    ...vocabulary.map((term) => `  ${constantOf(term)},`),
    '  TERM_COUNT,',
    '};',
    '',
    '/* `T(CPU) | T(TIMER)`: the bits of a set. */',
    '#define T(term) (1ull << TERM_##term)',
    '#define TERM_NAMES \\',
    ...vocabulary.map((term, index) => `  "${term}"${index === vocabulary.length - 1 ? '' : ', \\'}`),
    '',
    '/* Terms whose denial a probe must show where they are not granted. */',
    '#define TERMS_ENFORCED \\',
    `${wrap(`(${setOf(termsHeld('enforced', 'linux'))})`, '  ').replaceAll('\n', ' \\\n')}`,
    '',
    '/* Terms that are there without a call, and so need no grant for one. */',
    `#define TERMS_INHERENT (${setOf(termsHeld('inherent', 'linux'))})`,
    '',
    '#endif',
    '',
  ].join('\n')
}
