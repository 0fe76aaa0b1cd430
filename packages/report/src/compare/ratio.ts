import { type Campaign, canonicalJson, type JsonValue, type Result } from '@capbench/core'
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
  if (subject.hashes.envelope !== reference.hashes.envelope) {
    const parts = differingParts(envelopeOf(content, subject.target), envelopeOf(content, reference.target))
    return { refused: `side by side: the envelopes differ${parts.length === 0 ? '' : ` (${parts.join(', ')})`}` }
  }
  return { ratio: subject.measurement.median / reference.measurement.median }
}

function envelopeOf(content: Campaign['content'], target: string): Readonly<Record<string, unknown>> {
  const facts = content.facts.get(target)
  if (facts === undefined) return {}
  const { envelope, accelerator, nesting, pinning, cpus } = facts
  return { ...(envelope as Readonly<Record<string, unknown>>), accelerator, nesting, pinning, cpus }
}

function differingParts(ours: Readonly<Record<string, unknown>>, theirs: Readonly<Record<string, unknown>>) {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  return names.filter((name) => text(ours[name]) !== text(theirs[name]))
}

const text = (value: unknown) => canonicalJson((value ?? null) as JsonValue)
