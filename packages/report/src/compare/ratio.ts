import { type Campaign, compareEnvelopes, type EnvelopeDifference, type Result } from '@capbench/core'
import { unitWords } from '../format/figures.ts'

export type Ratio = { readonly ratio: number } | { readonly refused: string }

/**
 * Median of the subject over median of the reference. Formed only for equal work, the same unit that is no cycle
 * counter, and an equal envelope; otherwise the rows stand side by side, and this says why.
 */
export function ratioOf(subject: Result, reference: Result, { content }: Pick<Campaign, 'content'>): Ratio {
  if (subject.status !== 'passed') return { refused: `${subject.target} has no value` }
  if (reference.status !== 'passed') return { refused: `${reference.target} has no value` }
  if (subject.hashes.comparison !== reference.hashes.comparison) return { refused: 'the work differs' }
  const ours = subject.measurement.unit
  const theirs = reference.measurement.unit
  if (ours !== theirs) {
    return { refused: `side by side: ${unitWords(ours)} and ${unitWords(theirs)} are different units` }
  }
  if (ours.includes('cycles')) return { refused: 'side by side: cycles are not compared between systems' }
  const facts = [content.facts.get(subject.target), content.facts.get(reference.target)] as const
  if (facts[0] === undefined || facts[1] === undefined) return { refused: 'side by side: an envelope is not stored' }
  const { differences } = compareEnvelopes(
    { facts: facts[0], vcpus: subject.vcpus },
    { facts: facts[1], vcpus: reference.vcpus },
  )
  if (differences.length > 0) {
    const named = (why: EnvelopeDifference['why']) =>
      differences
        .filter((each) => each.why === why)
        .map(({ field }) => field)
        .join(', ')
    const unknown = named('not-known')
    const parts = [named('differs'), unknown && `not known: ${unknown}`].filter((part) => part !== '')
    return { refused: `side by side: the envelopes differ (${parts.join('; ')})` }
  }
  return { ratio: subject.measurement.median / reference.measurement.median }
}
