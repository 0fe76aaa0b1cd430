import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { placementFacts, placeRun, planPins } from '../../src/pinning/plan.ts'
import { type PinChoice, pinSettings } from '../../src/pinning/policy.ts'
import { readHostTopology } from '../../src/topology/read.ts'
import { unpackHost } from '../support.ts'

const names = [
  'smt-numa-isolated',
  'hybrid-laptop',
  'arm64-big-little',
  'cgroup-partition',
  'no-topology',
  'firecracker-2',
] as const
const trees = Object.fromEntries(names.map((name) => [name, unpackHost(name)]))
afterAll(() => {
  for (const { remove } of Object.values(trees)) remove()
})
type Host = (typeof names)[number]
const topologyOf = (host: Host) => readHostTopology(trees[host]?.root)
const planOf = (host: Host, choice: PinChoice) => planPins(pinSettings('test', choice), topologyOf(host))
const run = (vcpus: number, oversubscribe = false) => ({ vcpus, oversubscribe })

describe('one CPU per physical core', () => {
  test.each([
    ['smt-numa-isolated', [0, 1, 2, 3, 4, 5, 6, 7]], // node by node, never a second thread of a core
    ['hybrid-laptop', [0, 2, 4, 5, 6, 7]], // large cores first
    ['arm64-big-little', [4, 5, 6, 7, 0, 1, 2, 3]], // told apart by capacity
    ['cgroup-partition', [2, 3]], // only what the cpuset allows
    ['firecracker-2', [0, 1]],
  ] as const)('on %s: %j', (host, pool) => {
    expect(planOf(host, { policy: 'cores' })).toEqual({ pinning: 'process', pool, whole: false, others: undefined })
  })

  test('within a set: the isolated CPUs, other threads on the rest', () => {
    const isolated = topologyOf('smt-numa-isolated').isolation.isolated ?? []
    const plan = planOf('smt-numa-isolated', { policy: 'cores', within: isolated, vcpus: 'each', others: [0, 8] })
    expect(plan.pool).toEqual([2, 3, 4, 5, 6, 7])
    expect(placeRun(plan, run(2))).toEqual({ cpus: [0, 2, 3, 8], vcpus: [2, 3], others: [0, 8] })
    expect(placementFacts(plan, topologyOf('smt-numa-isolated'))).toEqual({
      pinning: 'per-vcpu',
      cpus: [2, 3, 4, 5, 6, 7],
      others: [0, 8],
    })
  })

  test('the envelope says where the other threads are, apart or not', () => {
    const topology = topologyOf('firecracker-2')
    const each = planOf('firecracker-2', { policy: 'list', cpus: [1], vcpus: 'each' })
    expect(placementFacts(each, topology)).toEqual({ pinning: 'per-vcpu', cpus: [1], others: [1] })
    const whole = planOf('firecracker-2', [1])
    expect(placementFacts(whole, topology)).toEqual({ pinning: 'process', cpus: [1], others: [1] })
    expect(placementFacts(undefined, topology)).toEqual({ pinning: 'none', cpus: [0, 1], others: [0, 1] })
  })

  test('a core of which other threads got one CPU holds no vCPU', () => {
    expect(planOf('hybrid-laptop', { policy: 'cores', vcpus: 'each', others: [1, 4] }).pool).toEqual([2, 5, 6, 7])
  })
})

describe('SMT pairs', () => {
  test.each([
    ['smt-numa-isolated', [0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15]],
    ['hybrid-laptop', [0, 1, 2, 3]],
  ] as const)('on %s: %j', (host, pool) => {
    expect(planOf(host, { policy: 'smt-pairs' }).pool).toEqual(pool)
  })

  test.each(['arm64-big-little', 'firecracker-2'] as const)('on %s, which has none, are refused', (host) => {
    expect(() => planOf(host, { policy: 'smt-pairs' })).toThrow(/smt-pairs needs cores with two CPUs.*on [28] cores/)
  })
})

describe('a list', () => {
  test('is the whole process for every case, and vCPU by vCPU in the order of the list', () => {
    expect(placeRun(planOf('smt-numa-isolated', [3, 1]), run(1))).toEqual({ cpus: [1, 3], others: [1, 3] })
    const each = planOf('smt-numa-isolated', { policy: 'list', cpus: [3, 1], vcpus: 'each' })
    expect(placeRun(each, run(1))).toEqual({ cpus: [3], vcpus: [3], others: [3] })
    expect(placeRun(each, run(2))).toEqual({ cpus: [1, 3], vcpus: [3, 1], others: [1, 3] })
  })

  test('of CPUs that are not to be had is refused, with those that are', () => {
    expect(() => planOf('cgroup-partition', [0])).toThrow(/0 is not allowed.*Allowed here: 2-3/)
    expect(() => planOf('cgroup-partition', { policy: 'list', cpus: [2], vcpus: 'each', others: [9] })).toThrow(
      /9 is not online/,
    )
    expect(() => planOf('hybrid-laptop', { policy: 'list', cpus: [0, 1], vcpus: 'each', others: [1] })).toThrow(
      /CPUs 1 are to hold vCPUs, and other threads apart from them/,
    )
  })
})

describe('oversubscription', () => {
  test('is refused with what there is', () => {
    const plan = planOf('firecracker-2', { policy: 'cores', vcpus: 'each' })
    expect(() => placeRun(plan, run(4))).toThrow(/4 vCPUs were to be placed on 2 CPUs \(0-1\).*oversubscription/)
  })

  test('that is asked for shows in the placement', () => {
    const plan = planOf('firecracker-2', { policy: 'cores', vcpus: 'each' })
    expect(placeRun(plan, run(3, true))).toEqual({ cpus: [0, 1], vcpus: [0, 1, 0], others: [0, 1] })
  })
})

test('a policy by cores is refused where the kernel does not tell cores apart', () => {
  expect(() => planOf('no-topology', { policy: 'cores' })).toThrow(
    /needs to know which CPUs share a core.*CPUs 0-3 \(cores not told apart\)/,
  )
  expect(planOf('no-topology', [2]).pool).toEqual([2])
})

test('every vCPU gets a CPU of its own out of the pool, and nothing runs outside', () => {
  const topology = topologyOf('smt-numa-isolated')
  const sets = fc.subarray([...topology.allowed], { minLength: 1 })
  fc.assert(
    fc.property(
      sets,
      fc.constantFrom('cores' as const, 'list' as const),
      fc.integer({ min: 1, max: 16 }),
      (set, policy, vcpus) => {
        const choice: PinChoice =
          policy === 'list' ? { policy, cpus: set, vcpus: 'each' } : { policy, within: set, vcpus: 'each' }
        const plan = planPins(pinSettings('test', choice), topology)
        fc.pre(vcpus <= plan.pool.length)
        const placed = placeRun(plan, run(vcpus))
        expect(placed.vcpus).toHaveLength(vcpus)
        expect(new Set(placed.vcpus).size).toBe(vcpus)
        expect([...placed.cpus].every((cpu) => set.includes(cpu))).toBe(true)
        if (policy === 'cores') expect(new Set(placed.vcpus?.map((cpu) => cpu % 8)).size).toBe(vcpus)
      },
    ),
  )
})
