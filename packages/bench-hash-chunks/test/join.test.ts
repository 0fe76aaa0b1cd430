import {
  type RunRequest,
  ratioOf,
  rowOf,
  run,
  suite,
  verifyEvidence,
  withCases,
  withMethod,
  withParameters,
} from '@capbench/core'
import { encodeStream, fakeTarget, fixtureEnvelope } from '@capbench/core/testing'
import { bootProofWith, bootRecordsOf } from '@capbench/guest'
import { temporaryDirectory } from '@capbench/house-programs'
import { describe, expect, it } from 'vitest'
import { hashChunks, hashChunksThreadsWith, hashChunksWith } from '../src/hash-chunks.ts'
import { hashRecordsOf } from '../src/records/observation.ts'
import { type FixtureChoice, fixtureRecords } from './support/fixture.ts'
import { small } from './support/work.ts'

const proof = bootProofWith({ capos: { form: 'console', parser: bootRecordsOf({ from: 'console' }) } })
const systems = {
  capos: {
    hashing: { form: 'console', parser: hashRecordsOf({ from: 'console', timedBy: 'cycles' }) },
    timedBy: 'cycles',
  },
} as const
const hashing = hashChunksWith({ systems, proof })
const envelope = { ...fixtureEnvelope, memoryBytes: 2 ** 30 }
type Facts = NonNullable<Parameters<typeof fakeTarget>[0]['facts']>

/** What a system would print. A fixture: no such system was at hand. */
function recordsOf({ benchmark, nonce, vcpus, caseName }: RunRequest, choice: FixtureChoice, work = small) {
  const bootProof = { cpus: vcpus, spawned: true, childExit: 7, echo: 'boot, spawn, exit' }
  const records =
    benchmark === 'proof-boot' ? [{ type: 'proof', value: bootProof }] : fixtureRecords(work, vcpus, choice)
  expect(caseName).toContain(String(vcpus))
  return encodeStream(nonce, { program: 'fixture', version: '1' }, records)
}

const onLinux = { mode: 'processes', kind: 'process', variant: 'portable-c', timedBy: 'ns' } as const
const linuxOf = (facts: Facts, cyclesOf: (vcpus: number) => number, work = small) =>
  fakeTarget({
    name: 'linux',
    facts: { envelope, ...facts },
    play: (request) => ({ records: recordsOf(request, { ...onLinux, cycles: cyclesOf(request.vcpus) }, work) }),
  })
const capos = fakeTarget({
  name: 'capos',
  system: 'capos',
  role: 'subject',
  facts: {
    envelope,
    cleanExit: { code: 0, launcher: false },
    subsystems: ['process.spawn', 'smp', 'memory.share', 'clock.cycles'],
  },
  play: (request) => ({
    console: recordsOf(request, {
      ...{ mode: 'processes', kind: 'process', variant: 'capos-rust', timedBy: 'cycles' },
      cycles: Math.round((1639 * 2 ** 20) / request.vcpus),
    }),
  }),
})

describe('a system that joins', () => {
  it('stands beside Linux under one comparison, in scaled cycles, and its throughput is not applicable', async () => {
    const linux = linuxOf({}, (vcpus) => (900 * 2 ** 21) / vcpus)
    const all = suite({ name: 'joined', benchmarks: [hashing], targets: [linux, capos] })
    const cased = withMethod(withCases(all, hashing, ['smp1', 'smp2']), hashing, { runs: 5, warmups: 0 })
    const campaign = await run(withParameters(cased, hashing, small), { store: temporaryDirectory() })
    const unit = (target: string, metric: string) => {
      const result = campaign.results.find((each) => each.target === target && each.metric === metric)
      return result?.status === 'passed' ? result.measurement.unit : `${result?.reason}: ${result?.detail}`
    }
    expect(unit('linux', 'elapsed')).toBe('ns')
    expect(unit('capos', 'elapsed')).toBe('scaled-cycles')
    expect(unit('capos', 'cycles-per-byte')).toBe('cycles/byte')
    expect(unit('capos', 'throughput')).toBe(
      'not_applicable: throughput needs clock.monotonic, which capos does not offer',
    )
    expect(new Set(campaign.results.map(({ hashes }) => hashes.comparison)).size).toBe(1)
    expect(campaign.analysis.speedups.map(({ target, speedup }) => [target, speedup])).toEqual([
      ['linux', expect.closeTo(2, 2)],
      ['capos', expect.closeTo(2, 2)],
    ])
    const elapsedOf = (target: 'linux' | 'capos') =>
      campaign.result(hashing, target === 'linux' ? linux : capos, 'smp1', 'elapsed')
    const row = (target: 'linux' | 'capos') => rowOf(campaign, elapsedOf(target))
    const ratio = ratioOf(row('capos'), row('linux'))
    if (ratio.outcome === 'ratio') throw new Error(`a ratio of ${ratio.ratio}`)
    expect(ratio.obstacles.map(({ field }) => field)).toEqual(expect.arrayContaining(['unit', 'scale']))
    expect(await verifyEvidence(campaign.directory, { benchmarks: [hashing] })).toMatchObject({ verified: true })
  })

  it('has the comparison of the benchmark without it', () => {
    expect(hashing.comparison).toEqual(hashChunks.comparison)
    expect(hashing.verifier).toEqual(hashChunks.verifier)
    expect(hashing.parametersSchema).toEqual(hashChunks.parametersSchema)
  })

  it('may not take the name of a system that this package has a program for', () => {
    const taken = { systems: { linux: systems.capos }, proof }
    for (const join of [hashChunksWith, hashChunksThreadsWith])
      expect(() => join(taken)).toThrow(expect.objectContaining({ code: 'CAPBENCH_DEFINITION' }))
  })
})

/** CPUs 0 to 3, each a core of its own or two of them a core. */
const topology = (siblings: readonly (readonly number[])[]) => ({
  schema: 'capbench.topology/1' as const,
  online: [0, 1, 2, 3],
  cpus: [0, 1, 2, 3].map((cpu) => ({ cpu, siblings: [...(siblings.find((core) => core.includes(cpu)) ?? [])] })),
  isolation: { isolated: null },
})

/** The class of the row with four workers on a host under KVM, its runs pinned to some CPUs. */
async function classOnHost(siblings: readonly (readonly number[])[], cpus: readonly number[]) {
  const fake = linuxOf(
    {
      ...{ cpus: [...cpus], accelerator: 'kvm', nesting: 'bare', authority: 'enforced' },
      provenance: { source: 's', commit: 'c', dirty: false, build: 'b' },
    },
    (vcpus) => (900 * 2 ** 21) / vcpus,
  )
  const target: typeof fake = {
    ...fake,
    prepare: async (context) => {
      await context.environment('topology', () => topology(siblings))
      return fake.prepare(context)
    },
  }
  const all = withCases(suite({ name: 'four', benchmarks: [hashing], targets: [target] }), hashing, ['smp4'])
  const sized = withParameters(withMethod(all, hashing, { runs: 5, warmups: 0 }), hashing, small)
  const { results } = await run(sized, { store: temporaryDirectory(), oversubscribe: true, attempts: 1 })
  const result = results.find(({ metric }) => metric === 'elapsed')
  if (result?.status !== 'passed') throw new Error(`${result?.reason}: ${result?.detail}`)
  return result.evidenceClass
}

describe('four workers', () => {
  it('are a diagnostic of hyper-threads where four CPUs are two cores', async () => {
    const cores = [
      [0, 1],
      [2, 3],
    ]
    expect(await classOnHost(cores, [0, 1, 2, 3])).toBe('smt-diagnostic')
  })

  it('are functional evidence alone on fewer than four CPUs', async () => {
    expect(await classOnHost([[0], [1], [2], [3]], [0, 1])).toBe('functional-only')
  })

  it('are neither where there are four cores', async () => {
    expect(['claimable', 'informational']).toContain(await classOnHost([[0], [1], [2], [3]], [0, 1, 2, 3]))
  })
})

describe('the weak form', () => {
  it('has the speedup of the work done, not that of the elapsed time', async () => {
    const weak = { ...small, corpusBytes: 64 * 1024, scaling: 'weak' } as const
    const linux = linuxOf({}, () => 900 * 2 ** 21, weak)
    const all = withCases(suite({ name: 'weak', benchmarks: [hashing], targets: [linux] }), hashing, ['smp1', 'smp2'])
    const sized = withParameters(withMethod(all, hashing, { runs: 5, warmups: 0 }), hashing, weak)
    const campaign = await run(sized, { store: temporaryDirectory() })
    const medianOf = (caseName: string, metric: string) => {
      const result = campaign.results.find((each) => each.case === caseName && each.metric === metric)
      return result?.status === 'passed' ? result.measurement.median : Number.NaN
    }
    expect(medianOf('smp2', 'elapsed')).toBeCloseTo(medianOf('smp1', 'elapsed'))
    expect(medianOf('smp2', 'throughput') / medianOf('smp1', 'throughput')).toBeCloseTo(2, 2)
    expect(campaign.analysis.speedups).toMatchObject([
      { speedup: expect.closeTo(2, 2), efficiency: expect.closeTo(1, 2), karpFlatt: expect.closeTo(0, 2) },
    ])
    expect(campaign.analysis.gates).toMatchObject([{ verdict: 'pass' }])
  })
})

describe('the tail of the chunks', () => {
  it.each([
    [640, 'p95 and p99'],
    [128, 'p95 alone'],
    [64, 'neither'],
  ])('of %i chunks has %s', async (chunks, tail) => {
    const work = { ...small, corpusBytes: chunks * small.chunkBytes }
    const linux = linuxOf({}, () => 900 * 2 ** 21, work)
    const all = withCases(suite({ name: 'tail', benchmarks: [hashing], targets: [linux] }), hashing, ['smp1'])
    const sized = withParameters(withMethod(all, hashing, { runs: 5, warmups: 0 }), hashing, work)
    const campaign = await run(sized, { store: temporaryDirectory() })
    const result = campaign.result(hashing, linux, 'smp1', 'chunk')
    if (result.status !== 'passed') throw new Error(result.detail)
    const { p95, p99 } = result.measurement
    const came = p95 === undefined ? 'neither' : p99 === undefined ? 'p95 alone' : 'p95 and p99'
    expect(came).toBe(tail)
  })
})
