import { describe, expect, test } from 'vitest'
import { isolationOf } from '../../src/judge/isolation.ts'
import { coreTypesOf, nodesOf, siblingsOf } from '../../src/judge/topology-groups.ts'
import type { TopologyFact } from '../../src/target/topology.ts'

const host = (
  isolation: Partial<TopologyFact['isolation']> = {},
  change: Partial<TopologyFact> = {},
): TopologyFact => ({
  schema: 'capbench.topology/1',
  online: [0, 1, 2, 3],
  cpus: [0, 1, 2, 3].map((cpu) => ({ cpu, siblings: [cpu] })),
  isolation: { isolated: [], ...isolation },
  ...change,
})
const pin = [2, 3]

describe('isolation', () => {
  test.each<[string, TopologyFact | undefined, ReturnType<typeof isolationOf>]>([
    ['nothing isolates', host(), { isolation: 'none' }],
    ['no topology was captured', undefined, { isolation: 'none' }],
    ['the kernel lists both', host({ isolated: [2, 3] }), { isolation: 'isolcpus', isolationVerified: true }],
    ['the kernel lists one of them', host({ isolated: [3] }), { isolation: 'none' }],
    [
      'a parameter asked for it and the kernel does not say',
      host({ isolated: null, parameters: ['isolcpus=2,3'] }),
      { isolation: 'isolcpus', isolationVerified: false },
    ],
    [
      'a parameter asked for it and the kernel denies it',
      host({ isolated: [], parameters: ['isolcpus=2,3'] }),
      { isolation: 'none' },
    ],
    [
      'an isolated partition holds them',
      host({ partition: 'isolated', isolated: [2, 3] }, { cpuset: [2, 3] }),
      { isolation: 'cgroup-partition', isolationVerified: true },
    ],
    [
      'isolated partitions of the host hold them',
      host({ partitionIsolated: [1, 2, 3] }),
      { isolation: 'cgroup-partition', isolationVerified: true },
    ],
    ['isolated partitions of the host hold one of them', host({ partitionIsolated: [3] }), { isolation: 'none' }],
    [
      'an isolated partition holds one of them',
      host({ partition: 'isolated' }, { cpuset: [3] }),
      { isolation: 'none' },
    ],
    [
      'a partition of exclusive CPUs holds them',
      host({ partition: 'root' }, { cpuset: [2, 3] }),
      { isolation: 'cpuset', isolationVerified: true },
    ],
    ['a partition is invalid', host({ partition: 'root invalid (Cpu list)' }, { cpuset: pin }), { isolation: 'none' }],
    ['a cpuset is no partition', host({ partition: 'member' }, { cpuset: pin }), { isolation: 'none' }],
    ['nohz_full alone', host({ nohzFull: [2, 3], rcuNocbs: [2, 3] }), { isolation: 'none' }],
  ])('where %s', (_, topology, wanted) => {
    expect(isolationOf(topology, pin)).toEqual(wanted)
  })

  test('is nothing to a run that is not pinned', () => {
    expect(isolationOf(host({ isolated: [0, 1, 2, 3] }), null)).toEqual({ isolation: 'none' })
    expect(isolationOf(host({ isolated: [0, 1, 2, 3] }), [])).toEqual({ isolation: 'none' })
  })
})

describe('groups of CPUs', () => {
  const cpus = (change: (cpu: number) => object) =>
    host({}, { cpus: [0, 1, 2, 3].map((cpu) => ({ cpu, siblings: null, ...change(cpu) })) })
  test('are known where the kernel speaks of every CPU', () => {
    expect(siblingsOf(cpus((cpu) => ({ siblings: cpu < 2 ? [0, 1] : [2, 3] })))).toEqual([
      [0, 1],
      [2, 3],
    ])
    expect(siblingsOf(cpus((cpu) => (cpu === 1 ? {} : { siblings: [cpu] })))).toBeNull()
    expect(nodesOf(cpus((cpu) => ({ node: cpu % 2 })))).toEqual([
      [0, 2],
      [1, 3],
    ])
    expect(nodesOf(cpus((cpu) => ({ node: cpu === 3 ? null : 0 })))).toBeUndefined()
    expect(coreTypesOf(cpus((cpu) => ({ coreType: cpu < 3 ? 'core' : 'atom' })))).toEqual([[0, 1, 2], [3]])
    expect(coreTypesOf(cpus((cpu) => ({ capacity: cpu < 1 ? 1024 : 512 })))).toEqual([[0], [1, 2, 3]])
    expect(coreTypesOf(cpus(() => ({})))).toBeUndefined()
    expect([siblingsOf(undefined), nodesOf(undefined), coreTypesOf(undefined)]).toEqual([null, undefined, undefined])
  })
})
