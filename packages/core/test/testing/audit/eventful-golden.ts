import { run, suite, withCases, withMethod } from '@capbench/core'
import type { HostEvent } from '../../../src/target/events.ts'
import type { TopologyFact } from '../../../src/target/topology.ts'
import { eventfulTarget } from '../../pipeline/campaign.ts'
import { good, toy } from '../../pipeline/toy.ts'
import { cpuTimes, mark, schedstat } from '../../verify/contention/events.ts'

/** Four CPUs on as many cores. Synthetic, as everything here. */
const topology: TopologyFact = {
  schema: 'capbench.topology/1',
  online: [0, 1, 2, 3],
  cpus: [0, 1, 2, 3].map((cpu) => ({ cpu, siblings: [cpu] })),
  isolation: { isolated: null },
}

/**
 * A campaign of synthetic runs in which every kind of file and event has a meaning: proofs, a warm-up, a run that was
 * contaminated and made again, vCPUs pinned one by one, a declared envelope, artifacts, phases, a gate.
 */
export async function eventfulGolden(store: string): Promise<string> {
  let [ns, twos] = [1000, 0]
  const fake = eventfulTarget((request) => good(request, { ns: Math.round(ns++ / request.vcpus) }), {
    facts: {
      accelerator: 'kvm',
      nesting: 'bare',
      pinning: 'per-vcpu',
      cpus: [0, 1, 2, 3],
      authority: 'enforced',
      provenance: { source: 'a', commit: 'b', dirty: false, build: 'c' },
      identity: { kernel: 'a'.repeat(64), image: 'b'.repeat(64) },
    },
    events: ({ benchmark, caseName, vcpus }) => {
      const disturbed = benchmark === 'toy' && caseName === 'smp2' && ++twos === 3
      return eventsOf(vcpus, disturbed ? 400 : 1)
    },
  })
  const target = {
    ...fake,
    prepare: async (context: Parameters<typeof fake.prepare>[0]) => {
      await context.environment('host', () => ({ cpu: 'a model', caches: [1, 2] }))
      await context.environment('topology', () => topology)
      return fake.prepare(context)
    },
    execute: (...[request, sink, signal]: Parameters<typeof fake.execute>) => {
      sink.artifact('harness.log', new TextEncoder().encode(`a harness ran ${request.caseName}\n`))
      sink.write('console', new TextEncoder().encode(`boot of ${request.caseName}\n`))
      return fake.execute(request, sink, signal)
    },
  }
  const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 2, warmups: 1 })
  return (await run(withCases(toys, toy, ['smp1', 'smp2']), { store })).directory
}

function eventsOf(vcpus: number, delay: number): readonly HostEvent[] {
  const own = Array.from({ length: vcpus }, (_, index) => ({ index, tid: 10 + index, cpu: index }))
  const affinity = (when: 'start' | 'end'): HostEvent => ({
    kind: 'affinity',
    atNs: 1,
    when,
    wanted: [0, 1, 2, 3],
    vcpus: own,
    threads: [
      { tid: 9, comm: 'qemu', cpus: [0, 1, 2, 3] },
      ...own.map(({ tid, index, cpu }) => ({ tid, comm: `CPU ${index}/KVM`, cpus: [cpu] })),
    ],
  })
  const idle = [{}, {}, {}, {}]
  return [
    { kind: 'phase', atNs: 1, phase: 'boot' },
    affinity('start'),
    { kind: 'phase', atNs: 2, phase: 'run' },
    { kind: 'fact', atNs: 2, name: 'vcpu-threads', value: { vcpus: own.map(({ index, tid }) => ({ index, tid })) } },
    mark(1000, 'begin'),
    schedstat(
      1000,
      own.map(({ tid }) => ({ tid })),
    ),
    cpuTimes(1000, idle),
    mark(2000, 'end'),
    schedstat(
      2000,
      own.map(({ tid }) => ({ tid, run: 900, delay })),
    ),
    cpuTimes(2000, idle),
    affinity('end'),
  ]
}
