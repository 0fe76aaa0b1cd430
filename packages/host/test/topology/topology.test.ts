import { rmSync } from 'node:fs'
import { join } from 'node:path'
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
    governor: null,
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
    partitionIsolated: null,
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

test('a recorded microVM: its caches, each once', () => {
  const kib = 2 ** 10
  const own = (level: number, type: string, sizeBytes: number) =>
    [0, 1].map((cpu) => ({ level, type, sizeBytes, lineBytes: 64, cpus: [cpu] }))
  const { caches } = topologyOf('firecracker-2')
  expect(caches?.filter(({ level }) => level > 1)).toEqual([
    ...own(2, 'Unified', 2048 * kib),
    { level: 3, type: 'Unified', sizeBytes: 491_520 * kib, lineBytes: 64, cpus: [0, 1] },
  ])
  expect(caches?.filter(({ level }) => level === 1)).toEqual(
    expect.arrayContaining([...own(1, 'Data', 48 * kib), ...own(1, 'Instruction', 64 * kib)]),
  )
})

test('a synthetic server: two nodes, SMT, caches of cores and packages, isolation that the kernel confirms', () => {
  const topology = topologyOf('smt-numa-isolated')
  const isolated = [2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15]
  expect(topology.isolation).toMatchObject({ isolated, nohzFull: isolated, rcuNocbs: isolated, partition: null })
  expect(topology.cpus[12]).toMatchObject({ package: 1, node: 1, siblings: [4, 12], governor: null })
  expect(physicalCoresOf(topology.online, topology)).toHaveLength(8)
  expect(topology.caches?.filter(({ level }) => level === 2)).toHaveLength(8)
  expect(topology.caches?.filter(({ level }) => level === 3).map(({ cpus }) => cpus)).toEqual([
    [0, 1, 2, 3, 8, 9, 10, 11],
    [4, 5, 6, 7, 12, 13, 14, 15],
  ])
  expect(topology.hypervisor).toMatchObject({ flag: false, virtualization: 'vmx', nestedGuests: false })
})

test('a synthetic laptop: two types of core, the small ones share a cache', () => {
  const topology = topologyOf('hybrid-laptop')
  expect(topology.cpus.map(({ coreType }) => coreType)).toEqual([
    ...Array.from({ length: 4 }, () => 'core'),
    ...Array.from({ length: 4 }, () => 'atom'),
  ])
  expect(topology.caches?.filter(({ level }) => level === 2).map(({ cpus }) => cpus)).toEqual([
    [0, 1],
    [2, 3],
    [4, 5, 6, 7],
  ])
  expect(nestingOf(topology.hypervisor)).toBe('bare')
  expect(topology.hypervisor.nestedGuests).toBe(true)
})

test('a synthetic arm64 board: cores told apart by capacity, no word of a hypervisor', () => {
  const topology = topologyOf('arm64-big-little')
  expect(topology.cpus.map(({ capacity }) => capacity)).toEqual([446, 446, 446, 446, 1024, 1024, 1024, 1024])
  expect(topology.cpus.every(({ coreType, node }) => coreType === null && node === null)).toBe(true)
  expect(nestingOf(topology.hypervisor)).toBe('unknown')
})

test('a synthetic cgroup v2 partition: its CPUs alone are allowed, and it says that it is isolated', () => {
  const topology = topologyOf('cgroup-partition')
  expect(topology).toMatchObject({ online: [0, 1, 2, 3], allowed: [2, 3], cpuset: [2, 3] })
  expect(topology.isolation).toMatchObject({
    isolated: [],
    partitionIsolated: [2, 3],
    nohzFull: [],
    rcuNocbs: null,
    partition: 'isolated',
  })
})

test('a parameter that the kernel does not confirm is a hint, and no isolation', () => {
  const { root, remove } = unpackHost('smt-numa-isolated')
  rmSync(join(root, 'sys/devices/system/cpu/isolated'))
  for (let cpu = 0; cpu < 16; cpu++) rmSync(join(root, `proc/${40 + cpu}`), { recursive: true })
  const { isolation } = readHostTopology(root)
  remove()
  expect(isolation).toMatchObject({ isolated: null, rcuNocbs: null })
  expect(isolation.parameters).toContain('rcu_nocbs=2-7,10-15')
})

test('every fact names the file that it comes from', () => {
  const { sources, cpus, isolation, ...facts } = topologyOf('smt-numa-isolated')
  const named = (of: object, prefix = '') => Object.keys(of).map((key) => `${prefix}${key}`)
  const wanted = [...named(facts), ...named(cpus[0] ?? {}, 'cpus.'), ...named(isolation, 'isolation.')]
  const own = ['schema', 'hypervisor', 'cpus.cpu'] // the hypervisor has a file of its own, hosting.json
  expect(Object.keys(sources).sort()).toEqual(wanted.filter((key) => !own.includes(key)).sort())
})

test.each([
  'firecracker-2',
  'n2-highcpu-8',
  'no-topology',
  'isolated-hybrid',
  'smt-numa-isolated',
  'hybrid-laptop',
  'arm64-big-little',
  'cgroup-partition',
])('%s is plain JSON', (name) => {
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
