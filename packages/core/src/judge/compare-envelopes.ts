import type { JsonObject, JsonValue } from '../define/json.ts'
import { canonicalJson } from '../encode/canonical.ts'
import type { EnvelopeField, TargetFacts } from '../target/facts.ts'

/** One side: the facts of a target, and the case that ran on it. */
export interface EnvelopeSide {
  readonly facts: Pick<TargetFacts, 'envelope' | 'identity'>
  readonly vcpus: number
}

/** A part of the envelope that is not equal. */
export interface EnvelopeDifference {
  readonly field: EnvelopeField | 'vcpus'
  readonly a: JsonValue
  readonly b: JsonValue
  /** `not-known`: one side is null, and what is not known equals nothing, not even itself. */
  readonly why: 'differs' | 'not-known'
}

/** What two systems have in common, and what not. */
export interface EnvelopeComparison {
  /** Without this there is no ratio between the two. */
  readonly equal: boolean
  /** In the order of their names. */
  readonly differences: readonly EnvelopeDifference[]
  /** Parts of the identity that differ: by nature, so they stand in the way of nothing. */
  readonly identity: readonly { readonly field: string; readonly a: JsonValue; readonly b: JsonValue }[]
}

/**
 * Compares two envelopes field by field: emulator and its version, machine, firmware, CPU model, memory, vCPUs and
 * guest topology, accelerator and nesting, placement, disk, network, CPU model of the host.
 *
 * Where no field is null, two sides are equal exactly where their `envelopeHash` is.
 */
export function compareEnvelopes(a: EnvelopeSide, b: EnvelopeSide): EnvelopeComparison {
  const differences = pairs(envelopeOf(a), envelopeOf(b)).flatMap((pair): readonly EnvelopeDifference[] => {
    const field = pair.field as EnvelopeDifference['field']
    if (pair.a === null || pair.b === null) return [{ ...pair, field, why: 'not-known' }]
    return isSame(pair.a, pair.b) ? [] : [{ ...pair, field, why: 'differs' }]
  })
  return {
    equal: differences.length === 0,
    differences,
    identity: pairs(a.facts.identity, b.facts.identity).filter((pair) => !isSame(pair.a, pair.b)),
  }
}

const isSame = (a: JsonValue, b: JsonValue) => canonicalJson(a) === canonicalJson(b)

const envelopeOf = ({ facts, vcpus }: EnvelopeSide): JsonObject => ({
  ...(facts.envelope as unknown as JsonObject),
  vcpus,
})

/** Every field of the two, once; what one of them does not have is not known there. */
function pairs(a: JsonObject, b: JsonObject) {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .sort()
    .map((field) => ({ field, a: a[field] ?? null, b: b[field] ?? null }))
}
