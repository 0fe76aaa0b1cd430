import type { Term } from '../terms.ts'

/** Position of an argument of a call. */
export type ArgumentIndex = 0 | 1 | 2 | 3 | 4 | 5

/**
 * A question about one argument, such that a filter can ask it: what a pointer points to is out of its reach. `is` and
 * `is-not` look at the low 32 bits, as the kernel does for integers and flags; `set` is a pointer that is not null.
 */
export type ArgumentTest =
  | { readonly kind: 'is' | 'is-not'; readonly argument: ArgumentIndex; readonly mask: number; readonly values: Values }
  | { readonly kind: 'set'; readonly argument: ArgumentIndex }
type Values = readonly number[]

/** Where all tests hold, one of the terms is needed. No terms: nothing grants it. */
export interface Clause {
  readonly when: readonly ArgumentTest[]
  readonly oneOf: readonly Term[]
}

/** What a call needs: every clause that applies must be met, and at least one always applies. */
export interface CallRule {
  readonly needs: readonly Clause[]
  /**
   * Where the needs are not met, the tests hold and one of the terms is granted, the filter itself answers with this
   * error and nobody is told: libc asks, and goes another way.
   */
  readonly answer?: {
    readonly errno: 'ENOTTY' | 'ENOSYS'
    readonly when: readonly ArgumentTest[]
    readonly oneOf: readonly Term[]
  }
  /** The supervisor is told of the call though it is granted, and lets it go on: it may look at the program then. */
  readonly hold?: true
}
export type CallRules = Readonly<Record<string, CallRule>>

const word = 0xffffffff

/** The argument is one of the values. */
export const is = (argument: ArgumentIndex, ...values: Values): ArgumentTest => masked(argument, word, ...values)
/** The argument is none of the values. */
export const isNot = (argument: ArgumentIndex, ...values: Values): ArgumentTest => maskedNot(argument, word, ...values)
/** The bits of a mask are one of the values. */
export const masked = (argument: ArgumentIndex, mask: number, ...values: Values): ArgumentTest => ({
  kind: 'is',
  argument,
  mask,
  values,
})
/** The bits of a mask are none of the values. */
export const maskedNot = (argument: ArgumentIndex, mask: number, ...values: Values): ArgumentTest => ({
  kind: 'is-not',
  argument,
  mask,
  values,
})
/** One of the bits is set. */
export const hasBit = (argument: ArgumentIndex, mask: number): ArgumentTest => maskedNot(argument, mask, 0)
/** None of the bits is set. */
export const lacksBits = (argument: ArgumentIndex, mask: number): ArgumentTest => masked(argument, mask, 0)
/** The argument is a pointer to something. */
export const isSet = (argument: ArgumentIndex): ArgumentTest => ({ kind: 'set', argument })

/** One of these terms is needed, whatever the arguments are. */
export const oneOf = (...terms: readonly Term[]): Clause => ({ when: [], oneOf: terms })
/** Where all tests hold, one of these terms is needed. */
export const where = (tests: ArgumentTest | readonly ArgumentTest[], ...terms: readonly Term[]): Clause => ({
  when: 'kind' in tests ? [tests] : tests,
  oneOf: terms,
})

/** The same needs for several calls, whose names are separated by white space. */
export const each = (names: string, ...needs: readonly Clause[]): CallRules =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, { needs }]))
