import { fixtureEnvelope } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import type { TargetFacts } from '../../src/target/facts.ts'
import { placementContradiction } from '../../src/verify/placement-claim.ts'

type Pinning = TargetFacts['pinning']
/** Both claim the same where `envelope` does not say otherwise. */
function claim(
  pinning: Pinning,
  cpus: readonly number[],
  envelope: { pinning?: Pinning; cpus?: readonly number[]; others?: readonly number[] } = {},
) {
  const placement = { pinning, cpus: [...cpus], others: [...cpus], ...envelope } as TargetFacts['envelope']['placement']
  return { pinning, cpus: [...cpus], envelope: { ...fixtureEnvelope, placement } }
}
const process = (cpus: readonly number[], wanted = cpus): HostEvent => ({
  kind: 'affinity',
  atNs: 1,
  when: 'start',
  wanted,
  threads: [{ tid: 9, comm: 'q', cpus }],
})
const eachVcpu = (cpus: readonly number[], others: readonly number[]): HostEvent => ({
  kind: 'affinity',
  atNs: 1,
  when: 'end',
  wanted: [...cpus, ...others],
  vcpus: cpus.map((cpu, index) => ({ index, tid: 10 + index, cpu })),
  threads: [
    { tid: 9, comm: 'qemu', cpus: others },
    ...cpus.map((cpu, index) => ({ tid: 10 + index, comm: `CPU ${index}`, cpus: [cpu] })),
  ],
})

describe('what a target claims of its placement', () => {
  test('holds where the threads were within it, and nothing is claimed where nothing is pinned', () => {
    expect(placementContradiction([process([0]), process([0, 1])], claim('process', [0, 1, 2]))).toBeUndefined()
    expect(placementContradiction([eachVcpu([2, 3], [0])], claim('per-vcpu', [2, 3], { others: [0] }))).toBeUndefined()
    expect(placementContradiction([process([7])], claim('none', [0]))).toBeUndefined()
    expect(placementContradiction([], claim('process', [0]))).toBeUndefined()
  })

  test.each<[string, HostEvent, ReturnType<typeof claim>, string]>([
    [
      'facts and envelope',
      process([0]),
      claim('process', [1]),
      'the target claims the CPUs 1 and wanted 0 at the start',
    ],
    [
      'the facts alone',
      process([0]),
      claim('process', [1], { cpus: [0] }),
      'by the facts thread 9 (q) has the CPUs 1; it was allowed 0 at the start',
    ],
    [
      'the envelope alone',
      process([0]),
      claim('process', [0], { cpus: [1], others: [0] }),
      'by the envelope thread 9 (q) has the CPUs 1; it was allowed 0 at the start',
    ],
    [
      'what was wanted',
      process([0], [0, 5]),
      claim('process', [0]),
      'the target claims the CPUs 0 and wanted 0,5 at the start',
    ],
    [
      'a vCPU among the others',
      eachVcpu([2, 0], [0]),
      claim('per-vcpu', [2, 3], { others: [0] }),
      'by the facts thread 11 (CPU 1) has the CPUs 2,3; it was allowed 0 at the end',
    ],
    [
      'another thread on the CPU of a vCPU',
      eachVcpu([2, 3], [0, 2]),
      claim('per-vcpu', [2, 3], { others: [0] }),
      'by the envelope thread 9 (qemu) has the CPUs 0; it was allowed 0,2 at the end',
    ],
    [
      'the pinning itself',
      process([0]),
      claim('none', [0], { pinning: 'process' }),
      'the facts claim the pinning none, the envelope claims process',
    ],
  ])('is contradicted: %s', (_, event, facts, says) => {
    expect(placementContradiction([event], facts)).toBe(says)
  })
})
