import {
  type JsonObject,
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
import { encodeStream, type FakeRun, fakeTarget } from '@capbench/core/testing'
import { bootRecordsOf } from '@capbench/guest'
import { temporaryDirectory } from '@capbench/house-programs'
import { primesIn } from '@capbench/verifiers'
import { describe, expect, it } from 'vitest'
import { type JoiningSystem, smpPrimesWith } from '../src/join.ts'
import { primeRecordsOf } from '../src/observation.ts'
import { partition } from '../src/partition.ts'
import { smpPrimes } from '../src/smp-primes.ts'

const limit = 20_000
const capos: JoiningSystem = {
  primes: { form: 'console', parser: primeRecordsOf({ from: 'console', timedBy: 'cycles' }) },
  proof: { form: 'console', parser: bootRecordsOf({ from: 'console' }) },
  timedBy: 'cycles',
}
const primes = smpPrimesWith({ systems: { capos } })

/** What a system would print whose workers have only a counter of cycles. A fixture: no such system was at hand. */
function workersOf(vcpus: number): readonly JsonObject[] {
  return partition(limit, vcpus).map((to, index, bounds) => {
    const from = (bounds[index - 1] ?? 1) + 1
    const endCycles = Math.round((1639 * 2 ** 20) / vcpus) + index
    return { index, from, to, ...primesIn(from, to), startCycles: index, endCycles, cpuStart: -1, cpuEnd: -1 }
  })
}

type Change = (worker: JsonObject) => JsonObject
const same: Change = (worker) => worker

function recordsOf({ benchmark, nonce, vcpus }: RunRequest, change: Change): Uint8Array {
  const proof = { cpus: vcpus, spawned: true, childExit: 7, echo: 'boot, spawn, exit' }
  const setup = { workers: vcpus, cpus: vcpus, limit }
  return encodeStream(nonce, { program: 'fixture', version: '1' }, [
    ...(benchmark === 'proof-boot'
      ? [{ type: 'proof', value: proof }]
      : [
          { type: 'setup', value: setup },
          ...workersOf(vcpus).map((value) => ({ type: 'worker', value: change(value) })),
        ]),
  ])
}

const linux = fakeTarget({
  name: 'linux',
  play: (request): FakeRun => ({
    records: recordsOf(request, (worker) => ({ ...worker, startNs: 0, endNs: 650_000_000 })),
  }),
})
const caposTarget = (change: Change, console?: string) =>
  fakeTarget({
    name: 'capos',
    system: 'capos',
    role: 'subject',
    facts: {
      cleanExit: { code: 33, launcher: false },
      subsystems: ['process.spawn', 'smp', 'memory.share', 'clock.cycles'],
    },
    play: (request): FakeRun => ({
      console:
        console !== undefined && request.benchmark === 'smp-primes' ? Buffer.from(console) : recordsOf(request, change),
      end: { exit: { kind: 'exited', code: 33 } },
    }),
  })

async function campaignOf(change: Change = same, console?: string) {
  const whole = suite({ name: 'joined', benchmarks: [primes], targets: [linux, caposTarget(change, console)] })
  const two = withParameters(withCases(whole, primes, ['smp1', 'smp2']), primes, { limit })
  const campaign = await run(withMethod(two, primes, { runs: 5, warmups: 0 }), {
    store: temporaryDirectory(),
    oversubscribe: true,
  })
  const { verified, checks } = await verifyEvidence(campaign.directory, { benchmarks: [primes] })
  expect({ verified, checks }).toMatchObject({ verified: true })
  return campaign
}
const resultOf = (campaign: Awaited<ReturnType<typeof campaignOf>>, target: string, caseName: string) => {
  const row = campaign.results.find(
    (each) => each.target === target && each.case === caseName && each.metric === 'elapsed',
  )
  if (row === undefined) throw new Error(`no row of ${target}`)
  return row
}

describe('a system that joins smp-primes', () => {
  it('has rows with the comparison hash of ours, each in its own unit', async () => {
    const campaign = await campaignOf()
    const [ours, theirs] = [resultOf(campaign, 'linux', 'smp2'), resultOf(campaign, 'capos', 'smp2')]
    expect([ours.status, theirs.status]).toEqual(['passed', 'passed'])
    if (ours.status !== 'passed' || theirs.status !== 'passed') throw new Error('not passed')
    expect(ours.measurement).toMatchObject({ unit: 'ns', median: 650_000_000 })
    expect(theirs.measurement).toMatchObject({ unit: 'scaled-cycles', median: 819, clock: 'user-cycle-counter' })
    expect(theirs.hashes.comparison).toBe(ours.hashes.comparison)
    expect(theirs.hashes.workload).not.toBe(ours.hashes.workload)
    const ratio = ratioOf(rowOf(campaign, theirs), rowOf(campaign, ours))
    if (ratio.outcome === 'ratio') throw new Error(`a ratio of ${ratio.ratio}`)
    expect(ratio.obstacles.map(({ why, field }) => [why, field])).toEqual([
      ['unit', 'unit'],
      ['unit', 'scale'],
    ])
    const alone = suite({ name: 'alone', benchmarks: [smpPrimes], targets: [linux] })
    const small = withParameters(withCases(alone, smpPrimes, ['smp2']), smpPrimes, { limit })
    const { results } = await run(withMethod(small, smpPrimes, { runs: 1, warmups: 0 }), {
      store: temporaryDirectory(),
      oversubscribe: true,
    })
    expect(results[0]?.hashes.comparison).toBe(ours.hashes.comparison)
  })

  it.each<[string, Change, string]>([
    ['another count', (worker) => ({ ...worker, primes: Number(worker.primes) + 1 }), 'prime count'],
    ['another checksum', (worker) => ({ ...worker, checksum: '0'.repeat(16) }), 'checksum'],
    ['a counter that stood still', (worker) => ({ ...worker, endCycles: Number(worker.startCycles) }), 'cycles run'],
  ])('is refused for %s', async (_, change, detail) => {
    const row = resultOf(await campaignOf(change), 'capos', 'smp2')
    expect(row).toMatchObject({
      status: 'invalid',
      reason: 'verifier_rejected',
      detail: expect.stringContaining(detail),
    })
  })

  it.each<[string, Change]>([
    ['no checksum', ({ checksum: _, ...worker }) => worker],
    ['no range', ({ from: _, to: __, ...worker }) => worker],
  ])('is refused for workers with %s: what it cannot print is not passed over', async (_, change) => {
    const row = resultOf(await campaignOf(change), 'capos', 'smp2')
    expect(row).toMatchObject({ status: 'invalid', reason: 'records_lost' })
  })

  it('is refused for a log of totals alone', async () => {
    const row = resultOf(await campaignOf(same, 'primes=2262 workers=2 elapsed=819 scaled cycles\n'), 'capos', 'smp2')
    expect(row).toMatchObject({ status: 'invalid', reason: 'records_lost' })
  })

  it('may be timed by nanoseconds, and then has to say them', () => {
    const freebsd: JoiningSystem = { ...capos, timedBy: 'ns' }
    const definition = smpPrimesWith({ systems: { freebsd } })
    expect(definition.metrics[0]).toMatchObject({ unit: { freebsd: 'ns' }, clock: { freebsd: 'CLOCK_MONOTONIC' } })
    expect(definition.metrics[0]?.scale).toEqual({})
    const request = { benchmark: 'smp-primes', nonce: 'a'.repeat(32), vcpus: 2 } as RunRequest
    const [bytes, none] = [recordsOf(request, same), new Uint8Array()]
    const transcript = {
      nonce: request.nonce,
      channel: (name: string) => (name === 'console' ? bytes : none),
      artifact: () => none,
    }
    const two = definition.cases.find(({ vcpus }) => vcpus === 2)
    if (two === undefined) throw new Error('no smp2')
    const judged = definition.evaluate(transcript, { parameters: { limit }, case: two, system: 'freebsd', cpus: 2 })
    expect(judged).toMatchObject({
      verdict: { accepted: false, rejected: ['ns run forward: worker 0 started at NaN and ended at NaN'] },
    })
  })

  it('cannot take the place of ours', () => {
    expect(() => smpPrimesWith({ systems: { linux: capos } })).toThrow(
      expect.objectContaining({ code: 'CAPBENCH_DEFINITION' }),
    )
  })
})
