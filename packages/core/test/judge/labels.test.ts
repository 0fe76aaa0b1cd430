import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type EvidenceClass,
  evidenceClasses,
  evidenceClassSays,
  type LabelReason,
  labelNotes,
  labelReasons,
} from '../../src/judge/labels/names.ts'
import type { Observed } from '../../src/judge/labels/observed.ts'
import { classify, type Label, worseClass } from '../../src/judge/labels.ts'

type Vector = { readonly name: string; readonly input: VectorInput; readonly expected: Label }
type Disclosed = 'kind' | 'role' | 'authority' | 'provenance' | 'imported'
type VectorInput = Omit<Observed, Disclosed>

/** Rows that the first vectors do not have: native and bare ones, vCPUs one by one, nodes, core types, isolation. */
const rows = JSON.parse(readFileSync(new URL('../vectors/row-vectors.json', import.meta.url), 'utf8')) as {
  readonly vectors: readonly { readonly name: string; readonly why: string; input: Observed; expected: Label }[]
}
const file = JSON.parse(readFileSync(new URL('../vectors/label-vectors.json', import.meta.url), 'utf8')) as {
  readonly rank: readonly EvidenceClass[]
  readonly vectors: readonly Vector[]
}

/** What the vectors leave unsaid, because it lowers nothing. */
const unremarkable: Pick<Observed, Disclosed> = {
  kind: 'guest',
  role: 'subject',
  authority: 'enforced',
  provenance: 'known',
  imported: false,
}
const best: Observed = {
  ...unremarkable,
  accel: 'kvm',
  nested: 'none',
  pin: [0, 1, 2, 3],
  pinMode: 'process',
  siblings: [
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ],
  hostOnline: 8,
  isolation: 'none',
  n: 5,
  smp: 2,
}
const labelOf = (changes: Partial<Observed>) => classify({ ...best, ...changes })

describe('label vectors', () => {
  it.each(file.vectors.map((vector) => [vector.name, vector] as const))('%s', (_, { input, expected }) => {
    expect(classify({ ...unremarkable, ...input })).toEqual(expected)
  })

  it('rank the classes as the table does', () => {
    expect(evidenceClasses).toEqual(file.rank)
    expect(file.vectors).toHaveLength(22)
  })
})

describe('vectors of rows', () => {
  it.each(rows.vectors.map((vector) => [vector.name, vector] as const))('%s', (_, { input, expected, why }) => {
    expect(why).toMatch(/\.$/)
    expect(classify(input)).toEqual(expected)
  })

  it('are of every kind', () => {
    const of = (kind: Observed['kind']) => rows.vectors.filter(({ input }) => input.kind === kind).length
    expect([of('guest'), of('native'), of('bare')].every((count) => count >= 5)).toBe(true)
  })
})

describe('disclosure', () => {
  it.each<[Partial<Observed>, EvidenceClass, readonly string[], readonly string[]]>([
    [{}, 'claimable', [], ['pinned-not-isolated']],
    [{ authority: 'unenforced' }, 'informational', ['authority-unenforced'], ['pinned-not-isolated']],
    [{ authority: 'observed-only' }, 'claimable', [], ['authority-observed-only', 'pinned-not-isolated']],
    [{ provenance: 'unknown' }, 'informational', ['provenance-unknown'], ['pinned-not-isolated']],
    [{ provenance: 'unknown', role: 'reference' }, 'claimable', [], ['pinned-not-isolated', 'provenance-unknown']],
    [{ imported: true }, 'informational', ['imported'], ['pinned-not-isolated']],
    [{ kind: 'native', accel: 'native' }, 'claimable', [], ['native-context', 'pinned-not-isolated']],
    [{ kind: 'bare' }, 'claimable', [], ['no-isolation-boundary', 'pinned-not-isolated']],
    [{ kind: 'bare', accel: 'tcg' }, 'functional-only', ['not-kvm'], ['no-isolation-boundary', 'pinned-not-isolated']],
    [{ accel: 'native' }, 'functional-only', ['not-kvm'], ['pinned-not-isolated']],
    [{ accel: 'none' }, 'functional-only', ['not-kvm'], ['pinned-not-isolated']],
    [{ accel: 'unknown' }, 'functional-only', ['accelerator-unknown'], ['pinned-not-isolated']],
    [
      { accelDeclared: true, nested: 'nested', reasons: ['envelope-declared'] },
      'informational',
      ['envelope-declared'],
      ['accelerator-declared', 'pinned-not-isolated'],
    ],
    [{ nested: 'unknown' }, 'claimable', [], ['nesting-unknown', 'pinned-not-isolated']],
    [{ topologyFromHypervisor: true }, 'claimable', [], ['pinned-not-isolated', 'topology-from-hypervisor']],
    [{ reasons: ['drift', 'numa-split', 'drift'] }, 'informational', ['drift', 'numa-split'], ['pinned-not-isolated']],
    [{ n: 4 }, 'informational', ['smoke-n<5'], ['pinned-not-isolated']],
    [{ n: Number.NaN, steal: Number.NaN }, 'informational', ['smoke-n<5', 'steal>1%'], ['pinned-not-isolated']],
    [{ steal: 0.01 }, 'claimable', [], ['pinned-not-isolated']],
    [{ special: [] }, 'claimable', [], ['pinned-not-isolated']],
  ])('%j', (changes, evidenceClass, reasons, notes) => {
    expect(labelOf(changes)).toEqual({ evidenceClass, reasons, notes })
  })
})

describe('placement', () => {
  it.each<[string, Partial<Observed>, readonly string[]]>([
    ['a CPU that the sibling map does not know', { pin: [0, 9] }, ['topology-unknown']],
    ['a CPU named twice counts once', { pin: [0, 0] }, ['oversubscribed']],
    ['two vCPUs on one CPU', { pinMode: 'per-vcpu', vcpuMap: [1, 1] }, ['oversubscribed']],
    [
      'a map of one vCPU of two',
      { pin: [0, 4, 1], pinMode: 'per-vcpu', vcpuMap: [0] },
      ['sibling-ambiguous-placement'],
    ],
    ['no map at all', { pin: [0, 4, 1], pinMode: 'per-vcpu' }, ['sibling-ambiguous-placement']],
    ['unpinned without a map', { pin: null, siblings: null }, ['topology-unknown', 'unpinned']],
    ['one vCPU needs no map', { siblings: null, smp: 1 }, []],
    ['an empty pin set', { pin: [], smp: 1 }, ['oversubscribed']],
  ])('%s', (_, changes, reasons) => {
    expect(labelOf(changes).reasons).toEqual(reasons)
  })
})

describe('classify', () => {
  const cpus = fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 8 })
  const observed: fc.Arbitrary<Observed> = fc.record(
    {
      kind: fc.constantFrom('guest', 'native', 'bare'),
      role: fc.constantFrom('subject', 'reference', 'native-context'),
      accel: fc.constantFrom('kvm', 'tcg', 'native', 'none'),
      nested: fc.constantFrom('nested', 'none', 'unknown'),
      pin: fc.option(cpus),
      pinMode: fc.constantFrom('process', 'per-vcpu'),
      vcpuMap: cpus,
      siblings: fc.constantFrom(null, best.siblings),
      hostOnline: fc.constantFrom(1, 8),
      isolation: fc.constantFrom('none', 'isolcpus', 'cpuset', 'cgroup-partition'),
      isolationVerified: fc.boolean(),
      n: fc.nat({ max: 10 }),
      smp: fc.integer({ min: 1, max: 8 }),
      special: fc.constantFrom([], ['measure']),
      steal: fc.constantFrom(0, 0.5),
      authority: fc.constantFrom('enforced', 'observed-only', 'inherent', 'unenforced'),
      provenance: fc.constantFrom('known', 'unknown'),
      imported: fc.boolean(),
    },
    {
      requiredKeys: [
        ...(['kind', 'role', 'accel', 'nested', 'pin', 'pinMode', 'siblings', 'hostOnline', 'isolation'] as const),
        ...(['n', 'smp', 'authority', 'provenance', 'imported'] as const),
      ],
    },
  )

  it('is claimable exactly where there is no reason, and knows a sentence for every name', () => {
    fc.assert(
      fc.property(observed, (row) => {
        const { evidenceClass, reasons, notes } = classify(row)
        expect(evidenceClassSays[evidenceClass]).toMatch(/\.$/)
        expect(evidenceClass === 'claimable').toBe(reasons.length === 0)
        for (const reason of reasons) expect(labelReasons[reason].says).toMatch(/\.$/)
        for (const note of notes) expect(labelNotes[note]).toMatch(/\.$/)
      }),
    )
  })

  it('never gets better by a further reason', () => {
    const reason = fc.constantFrom(...(Object.keys(labelReasons) as LabelReason[]))
    fc.assert(
      fc.property(observed, reason, (row, more) => {
        const before = classify(row).evidenceClass
        const after = classify({ ...row, reasons: [more] })
        expect(after.evidenceClass).toBe(worseClass(before, labelReasons[more].class))
        expect(after.reasons).toContain(more)
      }),
    )
  })
})

it('speaks of contention without saying that a run was repeated, which it need not have been', () => {
  expect(labelReasons.contended.says).not.toMatch(/repeat/)
})
