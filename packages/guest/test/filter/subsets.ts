import { type Term, terms } from '@capbench/core'

export const vocabulary = Object.keys(terms) as Term[]

/** Nothing, everything, each term alone, everything but one. */
export const plainSubsets: readonly (readonly Term[])[] = [
  [],
  vocabulary,
  ...vocabulary.map((term) => [term]),
  ...vocabulary.map((term) => vocabulary.filter((other) => other !== term)),
]
