import { type Campaign, run, suite, withMethod } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import type { TargetFacts } from '../../src/target/facts.ts'
import type { TopologyFact } from '../../src/target/topology.ts'
import { temporaryDirectory } from '../store.ts'
import { eventfulTarget, expectVerified, resultOf } from './campaign.ts'
import { good, toy } from './toy.ts'

/** Eight CPUs on four cores, of which the kernel isolates 1 and 2. Synthetic: no such host is at hand. */
const host: TopologyFact = {
  schema: 'capbench.topology/1',
  online: [0, 1, 2, 3, 4, 5, 6, 7],
  cpus: [0, 1, 2, 3, 4, 5, 6, 7].map((cpu) => ({
    cpu,
    siblings: [cpu % 4, (cpu % 4) + 4],
    node: cpu % 4 < 2 ? 0 : 1,
    coreType: cpu % 4 < 3 ? 'core' : 'atom',
  })),
  isolation: { isolated: [1, 2], parameters: ['isolcpus=1,2'] },
}
const facts: Partial<TargetFacts> = {
  accelerator: 'kvm',
  nesting: 'bare',
  pinning: 'per-vcpu',
  cpus: [0, 1, 2, 3, 4, 5, 6, 7],
  authority: 'enforced',
  provenance: { source: 'a', commit: 'b', dirty: false, build: 'c' },
}

/** vCPUs on these CPUs, the other threads on `rest`. */
const pins =
  (cpus: readonly number[], rest: readonly number[], change: { readonly end?: readonly number[] } = {}) =>
  (vcpus: number): readonly HostEvent[] =>
    (['start', 'end'] as const).map((when) => ({
      kind: 'affinity',
      atNs: 1,
      when,
      wanted: [...new Set([...rest, ...cpus.slice(0, vcpus)])],
      vcpus: cpus.slice(0, vcpus).map((cpu, index) => ({ index, tid: 10 + index, cpu })),
      threads: [
        { tid: 9, comm: 'qemu', cpus: rest },
        ...cpus.slice(0, vcpus).map((cpu, index) => ({
          tid: 10 + index,
          comm: `CPU ${index}/KVM`,
          cpus: when === 'end' ? (change.end ?? [cpu]) : [cpu],
        })),
      ],
    }))

async function campaignOf(events: (vcpus: number) => readonly HostEvent[], change: Partial<TargetFacts> = {}) {
  const fake = eventfulTarget((request) => good(request), {
    facts: { ...facts, ...change },
    events: ({ vcpus }) => events(vcpus),
  })
  const target = {
    ...fake,
    prepare: async (context: Parameters<typeof fake.prepare>[0]) => {
      await context.environment('topology', () => host)
      return fake.prepare(context)
    },
  }
  const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 5, warmups: 0 })
  const campaign = await run(toys, { store: temporaryDirectory() })
  await expectVerified(campaign)
  return campaign
}
const labelOf = (campaign: Campaign, name: string) => {
  const row = resultOf(campaign, name)
  if (row.status !== 'passed') throw new Error(`${row.status}: ${row.detail}`)
  return { evidenceClass: row.evidenceClass, reasons: row.classReasons, labels: row.labels }
}

describe('vCPUs that were pinned one by one', () => {
  test('on isolated cores: noted where the kernel isolates every CPU of a vCPU', async () => {
    const isolated = await campaignOf(pins([1, 2], [0]))
    expect(labelOf(isolated, 'smp2')).toMatchObject({
      evidenceClass: 'informational',
      reasons: ['numa-split'],
      labels: expect.arrayContaining(['isolated:isolcpus']),
    })
    const beside = await campaignOf(pins([0, 1], [0, 1, 5]))
    expect(labelOf(beside, 'smp2')).toMatchObject({
      evidenceClass: 'claimable',
      reasons: [],
      labels: expect.arrayContaining(['pinned-not-isolated']),
    })
  })

  test('on one core, and on cores of different types', async () => {
    const campaign = await campaignOf(pins([2, 6], [0, 1]))
    expect(labelOf(campaign, 'smp2')).toMatchObject({ reasons: ['vcpus-share-a-core'] })
    const mixed = await campaignOf(pins([2, 3], [0, 1]))
    expect(labelOf(mixed, 'smp2')).toMatchObject({ reasons: ['mixed-core-types'] })
  })

  test('and left their CPU: placement_lost', async () => {
    const campaign = await campaignOf(pins([0, 1], [2], { end: [0, 1] }))
    expect(resultOf(campaign, 'smp2')).toMatchObject({ status: 'invalid', reason: 'proof_failed' })
    expect(resultOf(campaign, 'smp2')).toMatchObject({
      detail: expect.stringContaining('placement_lost: vCPU 0 (thread 10) was to have CPU 0 alone'),
    })
  })

  test('and were not read back again: not pinned', async () => {
    const campaign = await campaignOf((vcpus) => pins([0, 1], [2])(vcpus).slice(0, 1))
    expect(labelOf(campaign, 'smp2')).toMatchObject({ reasons: expect.arrayContaining(['unpinned']) })
  })
})

test('a row whose own CPUs are of several nodes and types says so; other CPUs are not its business', async () => {
  const process = (cpus: readonly number[]) => (): readonly HostEvent[] =>
    (['start', 'end'] as const).map((when) => ({
      kind: 'affinity',
      atNs: 1,
      when,
      wanted: cpus,
      threads: [{ tid: 9, comm: 'q', cpus }],
    }))
  const wide = await campaignOf(process([1, 2, 3]), { pinning: 'process' })
  expect(labelOf(wide, 'smp2').reasons).toEqual(['mixed-core-types', 'numa-split'])
  const near = await campaignOf(process([0, 1]), { pinning: 'process' })
  expect(labelOf(near, 'smp2').reasons).toEqual([])
  const unpinned = await campaignOf(() => [], { pinning: 'none', cpus: [0, 1] })
  expect(labelOf(unpinned, 'smp2').reasons).not.toContain('numa-split')
})
