import { defineBenchmark, run, suite, verdictOf, verifyEvidence, withMethod } from '@capbench/core'
import { fakeTarget, fixtureEnvelope } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { smp } from '../../src/define/case.ts'
import type { JsonObject } from '../../src/define/json.ts'
import { Type } from '../../src/define/type.ts'
import type { Parsed } from '../../src/parse/transcript.ts'
import type { HostEvent } from '../../src/target/events.ts'
import type { TargetFacts } from '../../src/target/facts.ts'
import { temporaryDirectory } from '../store.ts'
import { common } from './toy.ts'

/** A system that prints `answer 42 in 1000` on its console and leaves with 85; everything here is synthetic. */
const foreign = (exit?: number) =>
  defineBenchmark({
    ...common,
    name: 'foreign',
    tier: 3,
    parameters: Type.Object({}),
    cases: [smp(1), smp(2)],
    workloads: { odd: { form: 'console', dialogue: (_, nonce) => [{ send: `go ${nonce}\r` }] } },
    nondeterminism: [{ path: 'ns', rule: 'any', why: 'time' }],
    proofs: [],
    parser: {
      format: 'odd-lines',
      version: 1,
      ...(exit !== undefined && { foreign: { exit } }),
      parse: (transcript): Parsed<{ answer: number; ns: number }> => {
        const [, answer, ns] =
          /^answer (\d+) in (\d+)$/m.exec(Buffer.from(transcript.channel('console')).toString()) ?? []
        return answer === undefined
          ? { complete: false, lost: 'no answer on the console' }
          : { complete: true, observation: { answer: Number(answer), ns: Number(ns) } }
      },
    },
    verify: {
      name: 'answer',
      version: 1,
      judge: ({ answer }) => verdictOf({ answer: answer === 42 ? undefined : 'no' }),
    },
    metrics: { elapsed: { unit: 'ns', clock: 'host-monotonic', better: 'lower', from: ({ ns }) => ns } },
    method: { warmup: { runs: 0, why: 'none' }, runs: 2, timeoutMs: 1000 },
  })

interface Choices {
  readonly exit?: number
  readonly code?: number
  readonly facts?: Partial<TargetFacts>
  readonly events?: (vcpus: number) => readonly HostEvent[]
}

async function campaignOf({ exit = 85, code = 85, facts = {}, events = () => [] }: Choices = {}) {
  const benchmark = foreign(exit)
  const fake = fakeTarget({
    name: 'odd',
    system: 'odd',
    facts: { cleanExit: { code: 33, launcher: false }, ...facts },
    play: ({ vcpus }) => ({
      console: new TextEncoder().encode(`boot\nanswer 42 in ${1000 / vcpus}\n`),
      end: { exit: { kind: 'exited', code } },
    }),
  })
  const target = {
    ...fake,
    execute: (...[request, sink, signal]: Parameters<typeof fake.execute>) => {
      for (const event of events(request.vcpus)) sink.event(event)
      return fake.execute(request, sink, signal)
    },
  }
  const made = suite({ name: 'odd', benchmarks: [benchmark], targets: [target] })
  const campaign = await run(withMethod(made, benchmark, { runs: 2, warmups: 0 }), { store: temporaryDirectory() })
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [benchmark] })
  expect(verification.open).toEqual([])
  const [one, two] = campaign.results
  if (one === undefined || two === undefined) throw new Error('two results were wanted')
  return { one, two, directory: campaign.directory }
}

describe('a foreign format', () => {
  test('counts with its own exit code, and every result says that it has no checksum', async () => {
    const { one } = await campaignOf()
    expect(one).toMatchObject({
      status: 'passed',
      labels: expect.arrayContaining(['integrity: format-without-checksum']),
    })
    expect(one.status === 'passed' && one.classReasons).not.toContain('imported')
  })

  test('is refused with the exit code of the target, and says so beside its note', async () => {
    const { one } = await campaignOf({ code: 33 })
    expect(one).toMatchObject({
      status: 'invalid',
      reason: 'abnormal_exit',
      detail: expect.stringContaining('ends with exit code 85, this one ended with exit code 33'),
      labels: expect.arrayContaining(['integrity: format-without-checksum']),
    })
  })

  test('whose exit code is 0 wants the guest to have switched itself off', async () => {
    const off = (data: JsonObject): HostEvent => ({ kind: 'qmp', atNs: 1, event: { event: 'SHUTDOWN', data } })
    expect((await campaignOf({ exit: 0, code: 0 })).one).toMatchObject({ reason: 'abnormal_exit' })
    const clean = () => [off({ guest: true, reason: 'guest-shutdown' })]
    expect((await campaignOf({ exit: 0, code: 0, events: clean })).one).toMatchObject({ status: 'passed' })
    const panicked = () => [off({ guest: true, reason: 'guest-reset' })]
    expect((await campaignOf({ exit: 0, code: 0, events: panicked })).one).toMatchObject({ reason: 'abnormal_exit' })
  })
})

describe('an envelope that a harness declares', () => {
  const envelope = { ...fixtureEnvelope, emulator: 'qemu', machine: 'q35', memoryBytes: 2 ** 30 }
  const facts = { envelope, declared: ['machine', 'memoryBytes'] }
  const found =
    (text: string) =>
    (vcpus: number): readonly HostEvent[] => [
      { kind: 'emulator', atNs: 1, pid: 7, args: `qemu-system-x86_64 ${text} -smp ${vcpus}`.split(' '), version: null },
    ]
  // The fixture is of no accelerator; what the emulator does not say of it is its default.
  const kvm = { ...facts, envelope: { ...envelope, accelerator: 'kvm' } }

  test('lowers the class as long as nobody saw the emulator', async () => {
    const { one } = await campaignOf({ facts: kvm })
    expect(one.status === 'passed' && one.classReasons).toContain('envelope-declared')
  })

  test('is observed where every run shows it', async () => {
    const { one, two } = await campaignOf({ facts: kvm, events: found('-M q35 -m 1G -accel kvm') })
    for (const row of [one, two]) expect(row.status === 'passed' && row.classReasons).not.toContain('envelope-declared')
  })

  test('stays declared in the part that no command line says', async () => {
    const { one } = await campaignOf({ facts: kvm, events: found('-M q35 -accel kvm') })
    expect(one.status === 'passed' && one.classReasons).toContain('envelope-declared')
  })

  test('that is contradicted voids the run, and the field is named', async () => {
    const { one } = await campaignOf({ facts: kvm, events: found('-M pc -m 1G -accel kvm') })
    expect(one).toMatchObject({
      status: 'invalid',
      reason: 'workload_mismatch',
      detail: expect.stringContaining('machine: the envelope says q35, the emulator that ran was told pc'),
    })
    const fewer = await campaignOf({ facts: kvm, events: () => found('-M q35 -m 1G -accel kvm')(1) })
    expect(fewer.one).toMatchObject({ status: 'passed' })
    expect(fewer.two).toMatchObject({ reason: 'workload_mismatch', detail: expect.stringContaining('vcpus') })
  })
})
