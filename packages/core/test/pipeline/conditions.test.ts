import { type RunOptions, readCampaign, run, suite, withCases, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import type { TargetFacts } from '../../src/target/facts.ts'
import { temporaryDirectory } from '../store.ts'
import { type Change, expectVerified, resultOf, stored, toyCampaign } from './campaign.ts'
import { good, toy, toyProof } from './toy.ts'

const topology = (online: readonly number[]) => ({
  schema: 'capbench.topology/1' as const,
  online,
  cpus: online.map((cpu) => ({ cpu, siblings: [cpu] })),
  isolation: { isolated: null },
})

/** Runs over a target that also captures a topology. */
async function onHost(online: readonly number[], facts: Partial<TargetFacts>, options: RunOptions) {
  const fake = fakeTarget({ name: 'fake', play: (request) => good(request), facts })
  const target = {
    ...fake,
    prepare: async (context: Parameters<typeof fake.prepare>[0]) => {
      await context.environment('topology', () => topology(online))
      return fake.prepare(context)
    },
  }
  return run(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), { store: temporaryDirectory(), ...options })
}
const kvm: Partial<TargetFacts> = {
  accelerator: 'kvm',
  nesting: 'bare',
  authority: 'enforced',
  provenance: { source: 's', commit: 'c', dirty: false, build: 'b' },
}

describe('rows that cannot run', () => {
  test.each<[string, Change, string, RegExp]>([
    [
      'too few CPUs',
      { facts: { cpus: [0] } },
      'missing_prerequisite',
      /2 host CPUs are wanted, 1 may be used \(0\); use a larger host, or/,
    ],
    [
      'a missing subsystem',
      { facts: { subsystems: ['smp'] } },
      'not_applicable',
      /fake does not offer clock\.monotonic/,
    ],
    [
      'an unmet need',
      { facts: { unmet: [{ need: 'qemu', detail: 'not found', remedy: 'Install it.' }] } },
      'missing_prerequisite',
      /fake needs qemu: not found\. Install it\./,
    ],
  ])('%s: unsupported, with the remedy; nothing fails', async (_, change, reason, detail) => {
    const campaign = await toyCampaign((request) => good(request), change)
    const two = resultOf(campaign, 'smp2')
    expect(two).toMatchObject({ status: 'unsupported', reason, detail: expect.stringMatching(detail) })
    expect(campaign.content.runs.filter(({ record }) => record.case === 'smp2')).toEqual([])
    expect(campaign.exitCode).toBe(0)
    await expectVerified(campaign)
  })

  test('a system without a workload says so, with the policy of the definition', async () => {
    const target = fakeTarget({ name: 'other', system: 'plan9', play: (request) => good(request) })
    const campaign = await run(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), {
      store: temporaryDirectory(),
    })
    expect(campaign.result(toy, target, 'smp1', 'elapsed')).toMatchObject({
      status: 'unsupported',
      reason: 'not_applicable',
      cause: 'no_workload',
      detail: 'toy has no workload for plan9: nobody has ported it',
    })
    expect(campaign.exitCode).toBe(0)
    await expectVerified(campaign)
  })

  test('several obstacles are all listed, the reason is the first in the order of reasons', async () => {
    const campaign = await toyCampaign((request) => good(request), { facts: { subsystems: [], cpus: [0] } })
    const two = resultOf(campaign, 'smp2')
    if (two.status === 'passed') throw new Error(two.status)
    expect(two.causes.map(({ reason }) => reason)).toEqual(['missing_prerequisite', 'not_applicable'])
    expect(two.reason).toBe('missing_prerequisite')
  })
})

describe('proofs', () => {
  test('a refused proof: proof_failed, and the rows that need it never run', async () => {
    const no = (request: Parameters<typeof good>[0]) =>
      request.benchmark === 'toy-proof' && request.vcpus === 2 ? { records: new Uint8Array() } : good(request)
    const campaign = await toyCampaign(no)
    expect(resultOf(campaign, 'smp1').status).toBe('passed')
    expect(resultOf(campaign, 'smp2')).toMatchObject({
      status: 'invalid',
      reason: 'proof_failed',
      detail: expect.stringContaining('toy-proof/fake/smp2 did not pass: records_lost'),
      runs: { measured: 0 },
    })
    expect(campaign.content.runs.filter(({ record }) => record.vcpus === 2)).toHaveLength(1)
    expect(campaign.exitCode).toBe(1)
    await expectVerified(campaign)
  })

  test('a proof that never boots is boot_timeout, which ranks before proof_failed', async () => {
    const hangs = { end: 'timeout', phase: 'boot', detail: 'no byte in 30 s' } as const
    const campaign = await toyCampaign((request) =>
      request.benchmark === 'toy-proof' && request.vcpus === 2 ? { end: hangs } : good(request),
    )
    const two = resultOf(campaign, 'smp2')
    if (two.status !== 'failed') throw new Error(two.status)
    expect(two).toMatchObject({ reason: 'boot_timeout', detail: expect.stringContaining('no byte in 30 s') })
    expect(two.causes.map(({ reason }) => reason)).toEqual(['boot_timeout', 'proof_failed'])
    await expectVerified(campaign)
  })

  test('a proof whose placement was lost is refused before its rows run', async () => {
    const affinity = { kind: 'affinity', atNs: 1, when: 'start', wanted: [0, 1] } as const
    const campaign = await toyCampaign((request) => good(request), {
      facts: { pinning: 'process' },
      events: ({ benchmark, vcpus }) =>
        benchmark === 'toy-proof' && vcpus === 2
          ? [{ ...affinity, threads: [{ tid: 7, comm: 'q', cpus: [0, 5] }] }]
          : [{ ...affinity, threads: [{ tid: 7, comm: 'q', cpus: [0, 1] }] }],
    })
    expect(resultOf(campaign, 'smp2')).toMatchObject({ reason: 'proof_failed', runs: { measured: 0 } })
    await expectVerified(campaign)
  })

  test('without the proof of a row nothing of it is derived: every row names its own', async () => {
    const campaign = await toyCampaign((request) => good(request))
    const proofs = campaign.content.runs.filter(({ record }) => record.kind === 'proof')
    expect(proofs.map(({ folder }) => folder)).toEqual([
      'proofs/toy-proof/fake/smp1/001',
      'proofs/toy-proof/fake/smp2/001',
    ])
    expect(toyProof.tier).toBe(0)
  })
})

describe('placement', () => {
  const wanted = [0, 1]
  test.each([
    ['start', [0, 1, 7], 'thread 7 (vcpu 0) was to stay on CPUs 0,1 and was allowed 0,1,7 at the start'],
    ['end', [3], 'thread 7 (vcpu 0) was to stay on CPUs 0,1 and was allowed 3 at the end'],
  ] as const)('read back outside of the pins at the %s: placement_lost', async (when, cpus, detail) => {
    const threads = [{ tid: 7, comm: 'vcpu 0', cpus }]
    const campaign = await toyCampaign((request) => good(request, request.caseName === 'smp2' ? { answer: 1 } : {}), {
      facts: { pinning: 'process' },
      events: ({ benchmark, vcpus }) =>
        benchmark === 'toy' && vcpus === 2 ? [{ kind: 'affinity', atNs: 1, when, wanted, threads }] : [],
    })
    const two = resultOf(campaign, 'smp2')
    if (two.status !== 'invalid') throw new Error(two.status)
    expect(two.reason).toBe('verifier_rejected')
    expect(two.causes.map((cause) => cause.detail)).toContain(`run 1: ${detail}`)
    expect(stored(campaign, 'raw/toy/fake/smp2/001/host.jsonl')).toContain('"comm":"vcpu 0"')
    await expectVerified(campaign)
  })

  test('claimed on other CPUs than it was read back on: placement_lost, though it is where it was wanted', async () => {
    const threads = [{ tid: 7, comm: 'vcpu 0', cpus: [0] }]
    const campaign = await toyCampaign((request) => good(request), {
      facts: { pinning: 'process', cpus: [1, 2] },
      events: ({ benchmark }) =>
        benchmark === 'toy' ? [{ kind: 'affinity', atNs: 1, when: 'start', wanted: [0], threads }] : [],
    })
    expect(resultOf(campaign, 'smp2')).toMatchObject({
      status: 'invalid',
      reason: 'placement_lost',
      detail: expect.stringContaining('claims the CPUs 1,2 and wanted 0'),
    })
    await expectVerified(campaign)
  })

  test('oversubscribed rows run when asked for, and are functional-only whatever the host has online', async () => {
    const campaign = await onHost([0, 1, 2, 3, 4, 5, 6, 7], { ...kvm, cpus: [0, 1] }, { oversubscribe: true })
    const four = resultOf(campaign, 'smp4')
    if (four.status !== 'passed') throw new Error(`${four.status}: ${four.detail}`)
    expect(four.evidenceClass).toBe('functional-only')
    expect(four.classReasons).toContain('oversubscribed')
    const two = resultOf(campaign, 'smp2')
    expect(two.status === 'passed' && two.classReasons).toEqual(['unpinned'])
    await expectVerified(campaign)
  })
})

describe('how much a row may say', () => {
  test.each(['smoke', 'diagnostic'] as const)('a %s campaign is informational', async (purpose) => {
    const campaign = await onHost([0, 1], kvm, { purpose })
    const one = resultOf(campaign, 'smp1')
    expect(one.status === 'passed' && one.classReasons).toEqual(['purpose-not-controlled', 'unpinned'])
    expect(campaign.exitCode).toBe(0)
  })

  test('fewer than five runs are a smoke measurement, and their gate is inconclusive', async () => {
    const campaign = await toyCampaign((request) => good(request), { runs: 4 })
    const one = resultOf(campaign, 'smp1')
    expect(one.status === 'passed' && one.classReasons).toContain('smoke-n<5')
    expect(campaign.analysis.gates[0]).toMatchObject({ verdict: 'inconclusive', runs: 4, claim: 'not-claimable' })
    expect(campaign.exitCode).toBe(0)
  })

  test('an unpinned topology of no known size is not called oversubscribed', async () => {
    const campaign = await toyCampaign((request) => good(request), { facts: kvm })
    const two = resultOf(campaign, 'smp2')
    expect(two.status === 'passed' && two.classReasons).toEqual(['smoke-n<5', 'topology-unknown', 'unpinned'])
  })
})

test('a published campaign reads back as what was returned', async () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const two = withCases(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, ['smp1', 'smp2'])
  const campaign = await run(withMethod(two, toy, { runs: 1, warmups: 0 }), { store: temporaryDirectory() })
  const again = await readCampaign(campaign.directory, [toy])
  expect(again.results).toEqual(campaign.results)
  expect(again.analysis).toEqual(campaign.analysis)
  expect(again.exitCode).toBe(campaign.exitCode)
})
