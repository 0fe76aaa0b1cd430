import type { EvidenceCheck } from '../../evidence/verify-evidence.ts'
import type { EvidenceCopy } from './copy.ts'

/** What is done to evidence, by what it aims at. */
export const mutationKinds = ['byte', 'figure', 'records', 'swap', 'run'] as const
/** What a mutation changes. */
export type MutationKind = (typeof mutationKinds)[number]

/** One change of an evidence directory, and the check that must tell of it. */
export interface Mutation {
  readonly kind: MutationKind
  readonly what: string
  readonly apply: (copy: EvidenceCopy) => void
  /** The check that must not pass, and what one of its details must say. */
  readonly check: EvidenceCheck['name']
  readonly says: string | RegExp
}

/** The members of a stored JSON value that are numbers, each with a function that gives the value with another one. */
export function numbersIn(text: string): readonly { readonly at: string; readonly raised: unknown }[] {
  const found: { at: string; raised: unknown }[] = []
  const walk = (value: unknown, at: readonly string[]): void => {
    if (typeof value === 'number') found.push({ at: `/${at.join('/')}`, raised: withRaised(JSON.parse(text), at) })
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) walk(member, [...at, name])
    }
  }
  walk(JSON.parse(text), [])
  return found
}

type Container = Record<string, unknown>

/** Whole numbers stay whole; a share or a factor stays one. */
function withRaised(root: unknown, at: readonly string[]): unknown {
  const last = at.at(-1) ?? ''
  const holder = at.slice(0, -1).reduce((value, name) => (value as Container)[name], root) as Container
  const value = Number(holder[last])
  holder[last] = Number.isInteger(value) ? value + 1 : value * 1.25
  return root
}
