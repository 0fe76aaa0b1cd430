import { expect, test } from 'vitest'
import { coresFirst, physicalCoresOf } from '../../src/topology/cores.ts'
import { nestingOf } from '../../src/topology/hypervisor.ts'
import { readHostTopology } from '../../src/topology/read.ts'
import type { HostTopology } from '../../src/topology/topology.ts'
import { unpackHost } from '../support.ts'

function topologyOf(name: string): HostTopology {
  const { root, remove } = unpackHost(name)
  try {
    return readHostTopology(root)
  } finally {
    remove()
  }
}

test('a recorded microVM: two cores of one package, cpuset of cgroup v1, a paravirtual KVM', () => {
  const topology = topologyOf('firecracker-2')
  expect(topology).toMatchObject({
    cpuModel: 'Intel(R) Xeon(R) Processor',
    online: [0, 1],
    allowed: [0, 1],
    cpuset: [0, 1],
    isolation: { isolated: [], nohzFull: null, rcuNocbs: null, parameters: [], partition: null },
    hypervisor: { flag: true, virtualization: null, modules: ['kvm', 'kvm_pvm'], product: null },
  })
  expect(topology.cpus[1]).toEqual({
    cpu: 1,
    package: 0,
    core: 1,
    siblings: [1],
    node: 0,
    maxFrequencyKHz: null,
    coreType: null,
    capacity: 1024,
  })
  expect(nestingOf(topology.hypervisor)).toBe('nested')
})

test('eight logical CPUs on four cores: siblings, and one CPU of each core first', () => {
  const topology = topologyOf('n2-highcpu-8')
  expect(topology.cpus.map(({ siblings }) => siblings)).toEqual(
    [0, 1, 2, 3, 0, 1, 2, 3].map((core) => [core, core + 4]),
  )
  expect(physicalCoresOf([0, 1, 2, 3], topology)).toHaveLength(4)
  expect(physicalCoresOf([0, 4, 1], topology)).toEqual([[0, 4], [1]])
  expect(coresFirst([0, 4, 1, 5, 2], topology)).toEqual([0, 1, 2, 4, 5])
  expect(topology.isolation.partition).toBe('member') // the nearest ancestor that has the controller
  expect(topology.hypervisor).toMatchObject({ flag: true, virtualization: 'vmx', product: 'Google Compute Engine' })
})

test('without topology files everything about cores is unknown, and nothing is made up', () => {
  const topology = topologyOf('no-topology')
  expect(topology.online).toEqual([0, 1, 2, 3])
  expect(topology.cpuModel).toBe('arm 0x41 0xd08')
  expect(new Set(topology.cpus.map(({ siblings, core, node }) => JSON.stringify([siblings, core, node])))).toEqual(
    new Set(['[null,null,null]']),
  )
  expect(physicalCoresOf([0, 1], topology)).toBeNull()
  expect(coresFirst([2, 1], topology)).toEqual([2, 1])
  expect(nestingOf(topology.hypervisor)).toBe('unknown')
})

test('isolation, nodes, types of core, an offline CPU and a narrower cpuset', () => {
  const topology = topologyOf('isolated-hybrid')
  expect(topology.online).toEqual([0, 1, 2, 3, 4, 5, 7])
  expect(topology.allowed).toEqual([1, 2, 3, 4]) // affinity 1-7, cpuset 0-4
  expect(topology.isolation).toEqual({
    isolated: [2, 3],
    nohzFull: [2, 3],
    rcuNocbs: [2, 3],
    parameters: ['isolcpus=managed_irq,domain,2-3', 'nohz_full=2-3', 'rcu_nocbs=2-3'],
    partition: 'isolated',
  })
  expect(topology.cpus.at(-1)).toMatchObject({
    cpu: 7,
    package: 1,
    node: 1,
    coreType: 'atom',
    maxFrequencyKHz: 3_400_000,
  })
  expect(nestingOf(topology.hypervisor)).toBe('bare')
})

test.each(['firecracker-2', 'n2-highcpu-8', 'no-topology', 'isolated-hybrid'])('%s is plain JSON', (name) => {
  const topology = topologyOf(name)
  expect(JSON.parse(JSON.stringify(topology))).toStrictEqual(topology)
})

test('a CPU that no topology knows has no core', () => {
  expect(physicalCoresOf([0, 99], topologyOf('n2-highcpu-8'))).toBeNull()
})

test('a tree without any CPU is refused', () => {
  expect(() => readHostTopology(import.meta.dirname)).toThrow(/the host's CPUs could not be read/)
})

test('this machine has at least the CPU that runs this test', () => {
  const topology = readHostTopology()
  expect(topology.allowed.length).toBeGreaterThan(0)
  expect(topology.cpus.map(({ cpu }) => cpu)).toEqual(topology.online)
})
