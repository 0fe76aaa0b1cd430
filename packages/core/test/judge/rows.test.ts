import {
  type Benchmark,
  enforce,
  type HostEvent,
  run,
  suite,
  type Target,
  verifyEvidence,
  withMethod,
} from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import type { BenchmarkConfig, EntryConfig } from '../../src/plan/config.ts'
import { describeBenchmark } from '../../src/plan/describe.ts'
import { workloadHash } from '../../src/plan/hashes.ts'
import { eventfulTarget, resultOf, toyCampaign } from '../pipeline/campaign.ts'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const reading = { kind: 'affinity', wanted: [0, 1], threads: [{ tid: 1, comm: 'q', cpus: [0, 1] }] } as const
const [atStart, atEnd] = [
  { ...reading, atNs: 1, when: 'start' },
  { ...reading, atNs: 2, when: 'end' },
] as const

/** A target of which everything was observed that a claim needs. Synthetic: no such machine is at hand. */
function claimable(ns: (vcpus: number) => number, affinity: readonly HostEvent[] = [atStart, atEnd]): Target<'fake'> {
  const fake = eventfulTarget((request) => good(request, { ns: ns(request.vcpus) }), {
    facts: {
      accelerator: 'kvm',
      nesting: 'bare',
      pinning: 'process',
      authority: 'enforced',
      provenance: { source: 'a', commit: 'b', dirty: false, build: 'c' },
    },
    events: () => affinity,
  })
  const topology = {
    schema: 'capbench.topology/1',
    online: [0, 1, 2],
    cpus: [0, 1, 2].map((cpu) => ({ cpu, siblings: [cpu] })),
    isolation: { isolated: [] },
  }
  return {
    ...fake,
    prepare: async (context) => {
      await context.environment('topology', () => topology)
      return fake.prepare(context)
    },
  }
}

async function campaignOn(target: Target<'fake'>, runs = 5) {
  const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs, warmups: 0 })
  return run(enforce(toys, toy, ['speedup-smp1-smp2']), { store: temporaryDirectory() })
}

describe('where everything was observed that a claim needs', () => {
  test('rows are claimable, a gate passes or fails, and the evidence is publishable', async () => {
    const fast = await campaignOn(claimable((vcpus) => 1000 / vcpus))
    expect(resultOf(fast, 'smp2')).toMatchObject({ evidenceClass: 'claimable', classReasons: [], claim: 'gated' })
    expect(fast.analysis.gates).toMatchObject([{ verdict: 'pass', claim: 'pass', enforced: true }])
    expect(fast.exitCode).toBe(0)
    expect(await verifyEvidence(fast.directory, { benchmarks: [toy], publishable: true })).toMatchObject({
      publishable: true,
      publishableReasons: [],
      exitCode: 0,
    })
    const slow = await campaignOn(claimable(() => 1000))
    expect(slow.analysis.gates).toMatchObject([{ verdict: 'fail', claim: 'fail' }])
    expect(slow.exitCode).toBe(4)
  })

  test.each<[string, readonly HostEvent[]]>([
    ['nowhere', []],
    ['at the start alone', [atStart]],
    [
      'at the start, and another process at the end',
      [atStart, { ...atEnd, threads: [{ tid: 2, comm: 'q', cpus: [0] }] }],
    ],
    [
      'at both ends, beside a process at the start alone',
      [atStart, { ...atStart, threads: [{ tid: 2, comm: 'q', cpus: [0] }] }, atEnd],
    ],
  ])('a placement that was seen %s is none', async (_, affinity) => {
    const row = resultOf(
      await campaignOn(
        claimable((vcpus) => 1000 / vcpus, affinity),
        5,
      ),
      'smp2',
    )
    expect(row).toMatchObject({ evidenceClass: 'informational', classReasons: expect.arrayContaining(['unpinned']) })
    expect(row.labels).not.toContain('pinned-not-isolated')
  })

  test('fewer runs than the gate wants are inconclusive, and not claimable', async () => {
    const few = await campaignOn(
      claimable((vcpus) => 1000 / vcpus),
      3,
    )
    expect(few.analysis.gates).toMatchObject([{ verdict: 'inconclusive', claim: 'not-claimable' }])
    expect(resultOf(few, 'smp2')).toMatchObject({ evidenceClass: 'informational', classReasons: ['smoke-n<5'] })
  })

  test('runs that vary by a tenth of their mean are informational', async () => {
    let turn = 0
    const noisy = await campaignOn(claimable(() => (turn++ % 2 === 0 ? 1000 : 1300)))
    expect(resultOf(noisy, 'smp1')).toMatchObject({ evidenceClass: 'informational', classReasons: ['cv-over-limit'] })
    let small = 0
    const steady = await campaignOn(claimable(() => (small++ % 2 === 0 ? 1000 : 1050)))
    expect(resultOf(steady, 'smp1')).toMatchObject({ evidenceClass: 'claimable' })
  })
})

describe('what stands in the way of publishing is said', () => {
  const reasonsOf = async (directory: string) => {
    const { publishableReasons, exitCode } = await verifyEvidence(directory, { benchmarks: [toy], publishable: true })
    expect(exitCode).toBe(3)
    return publishableReasons
  }

  test('a low class, with its reasons', async () => {
    const { directory } = await toyCampaign((request) => good(request))
    expect(await reasonsOf(directory)).toContainEqual(
      expect.stringMatching(/^toy on fake, smp2, elapsed is functional-only: .*not-kvm/),
    )
  })

  test('that nothing has passed which is to be compared', async () => {
    const target = fakeTarget({ name: 'fake', play: (request) => good(request), facts: { cpus: [] } })
    const { directory } = await run(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), {
      store: temporaryDirectory(),
    })
    expect(await reasonsOf(directory)).toEqual(['no result of a subject or reference has passed'])
  })

  test('that a result failed', async () => {
    const { directory } = await toyCampaign((request) => good(request, { answer: request.vcpus === 2 ? 1 : 42 }))
    expect(await reasonsOf(directory)).toContain('toy on fake, smp2, elapsed is invalid')
  })
})

describe('the workload hash', () => {
  const program = { name: 'p', sha256: 'a', bytes: 1, flags: [], sources: [], notes: [] }
  const entry = {
    parameters: {},
    workload: { program: { ...program, compiler: {}, libc: {} }, parser: { format: 'f', version: 1 } },
  } as unknown as EntryConfig
  const hashOf = (benchmark: Benchmark, system = 'linux') => {
    const [metric] = benchmark.metrics
    if (metric === undefined) throw new Error('no metric')
    return workloadHash(describeBenchmark(benchmark) as BenchmarkConfig, entry, metric, system)
  }
  const [elapsed] = toy.metrics
  const withMetrics = (metrics: readonly object[]) => ({ ...toy, metrics }) as unknown as Benchmark

  test('stands when another metric is added, or a unit for another system', () => {
    expect(hashOf(withMetrics([{ ...elapsed }, { ...elapsed, name: 'other' }]))).toBe(hashOf(toy))
    const both = withMetrics([{ ...elapsed, unit: { linux: 'ns', capos: 'scaled-cycles' } }])
    expect(hashOf(both)).toBe(hashOf(toy))
    expect(hashOf(both, 'capos')).not.toBe(hashOf(both))
  })

  test('changes with the unit, clock and scale of its own metric', () => {
    for (const change of [{ unit: 'cycles' }, { clock: 'none' }, { scale: '2^-20' }]) {
      expect(hashOf(withMetrics([{ ...elapsed, ...change }]))).not.toBe(hashOf(toy))
    }
  })
})
