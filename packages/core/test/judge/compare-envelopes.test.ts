import { compareEnvelopes } from '@capbench/core'
import { fixtureEnvelope } from '@capbench/core/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EnvelopeSide } from '../../src/judge/compare-envelopes.ts'
import { envelopeHash } from '../../src/plan/hashes.ts'
import type { Envelope } from '../../src/target/facts.ts'

const side = (envelope: Partial<Envelope> = {}, vcpus = 2, identity: EnvelopeSide['facts']['identity'] = {}) => ({
  facts: { envelope: { ...fixtureEnvelope, ...envelope }, identity },
  vcpus,
})
const hashOf = ({ facts, vcpus }: EnvelopeSide) => envelopeHash(facts, vcpus)

describe('two envelopes', () => {
  test('are equal where every field is known and the same, whatever the identity', () => {
    const [ours, theirs] = [side({}, 2, { kernel: 'a', same: 1 }), side({}, 2, { kernel: 'b', same: 1, image: null })]
    expect(compareEnvelopes(ours, theirs)).toEqual({
      equal: true,
      differences: [],
      identity: [{ field: 'kernel', a: 'a', b: 'b' }],
    })
  })

  test('differ by every field by itself, and the field is named', () => {
    const changes: { readonly [K in keyof Envelope]: Envelope[K] } = {
      emulator: 'qemu',
      emulatorVersion: '9',
      machine: 'q35',
      firmware: 'ovmf',
      cpuModel: 'host',
      memoryBytes: 1,
      guestTopology: 'two sockets',
      accelerator: 'kvm',
      nesting: 'bare',
      placement: { pinning: 'process', cpus: [0, 1], others: [0, 1] },
      disk: 'qcow2',
      network: 'user',
      hostCpuModel: 'another',
    }
    expect(Object.keys(changes).sort()).toEqual(Object.keys(fixtureEnvelope).sort())
    for (const [field, value] of Object.entries(changes)) {
      const other = side({ [field]: value })
      expect(compareEnvelopes(side(), other).differences).toEqual([
        { field, a: fixtureEnvelope[field as keyof Envelope], b: value, why: 'differs' },
      ])
      expect(hashOf(other)).not.toBe(hashOf(side()))
    }
    const one = side({}, 1)
    expect(compareEnvelopes(side(), one).differences).toEqual([{ field: 'vcpus', a: 2, b: 1, why: 'differs' }])
    expect(hashOf(one)).not.toBe(hashOf(side()))
    const { placement } = fixtureEnvelope
    for (const change of [{ cpus: [1, 0] }, { others: [1] }]) {
      const other = side({ placement: { ...placement, ...change } })
      expect(compareEnvelopes(side(), other).equal).toBe(false)
      expect(hashOf(other)).not.toBe(hashOf(side()))
    }
  })

  test('are not equal where something is not known, not even to themselves', () => {
    const unknown = side({ firmware: null, memoryBytes: null })
    const differences = ['firmware', 'memoryBytes'].map((field) => ({ field, a: null, b: null, why: 'not-known' }))
    expect(compareEnvelopes(unknown, unknown)).toMatchObject({ equal: false, differences })
    expect(compareEnvelopes(side(), unknown).differences.map(({ why }) => why)).toEqual(['not-known', 'not-known'])
  })

  test('that know everything are equal exactly where their hashes are', () => {
    const known = fc.record({
      machine: fc.constantFrom('pc', 'q35'),
      memoryBytes: fc.constantFrom(0, 1),
      nesting: fc.constantFrom('bare' as const, 'nested' as const, 'unknown' as const),
      placement: fc.record({
        pinning: fc.constantFrom('process' as const, 'none' as const),
        cpus: fc.constantFrom<number[]>([0], [0, 1]),
        others: fc.constantFrom<number[]>([0], [0, 1]),
      }),
    })
    const sides = fc.tuple(known, fc.constantFrom(1, 2)).map(([envelope, vcpus]) => side(envelope, vcpus))
    fc.assert(
      fc.property(sides, sides, (a, b) => {
        const { equal, differences } = compareEnvelopes(a, b)
        expect(equal).toBe(hashOf(a) === hashOf(b))
        expect(equal).toBe(differences.length === 0)
        expect(compareEnvelopes(b, a).differences.map(({ field }) => field)).toEqual(
          differences.map(({ field }) => field),
        )
      }),
    )
  })
})
