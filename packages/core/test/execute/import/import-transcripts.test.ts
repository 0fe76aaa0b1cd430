import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Campaign,
  type DeclaredEnvironment,
  defineBenchmark,
  type ImportedTranscript,
  importTranscripts,
  lines,
  smp,
  Type,
  verdictOf,
  verifyEvidence,
} from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { common, toy } from '../../pipeline/toy.ts'
import { temporaryDirectory } from '../../store.ts'

const odd = (exit: number) =>
  lines({
    format: 'odd-lines',
    pattern: /\[scale\] primes=(?<primes>\d+) cycles=(?<cycles>\d+) ok/,
    prefix: '[scale]',
    final: '[scale] all done',
    exit,
    observe: (found): { primes: number; cycles: number } => ({
      primes: Number(found[0]?.primes),
      cycles: Number(found[0]?.cycles),
    }),
  })

const proof = defineBenchmark({
  ...common,
  name: 'boots',
  tier: 0,
  requires: [],
  parameters: Type.Object({}),
  cases: [smp(1)],
  workloads: { capos: { form: 'console' } },
  nondeterminism: [],
  proofs: [],
  parser: odd(85),
  verify: { name: 'ok', version: 1, judge: () => verdictOf({ printed: undefined }) },
  metrics: {},
  method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: 1, timeoutMs: 1000 },
})

/** A system with log lines and an exit code of its own; every log here is synthetic. */
const scale = (proofs: readonly (typeof proof)[] = []) =>
  defineBenchmark({
    ...common,
    name: 'scale',
    tier: 3,
    requires: [],
    parameters: Type.Object({ limit: Type.Integer({ default: 100, minimum: 1 }) }),
    cases: [smp(1), smp(2)],
    workloads: { capos: { form: 'console' } },
    nondeterminism: [{ path: 'cycles', rule: 'any', why: 'time' }],
    proofs,
    parser: odd(85),
    verify: {
      name: 'primes',
      version: 1,
      judge: ({ primes }) => verdictOf({ primes: primes === 25 ? undefined : `25 was wanted, ${primes} came` }),
    },
    metrics: {
      total: {
        unit: 'scaled-cycles',
        scale: '2^-20',
        clock: 'user-cycle-counter',
        better: 'lower',
        from: ({ cycles }) => cycles,
      },
    },
    method: {
      warmup: { runs: 1, why: 'first touch' },
      runs: 5,
      timeoutMs: 1000,
      precision: { halfWidth: 0.0001, step: 1, maxRuns: 50 },
    },
  })

const environment: DeclaredEnvironment = {
  name: 'capos-log',
  system: 'capos',
  arch: 'x86_64',
  role: 'subject',
  source: 'a synthetic log',
  recordedUtc: '2026-04-30T11:13:00Z',
  subsystems: [],
  hostCpus: 4,
  accelerator: 'kvm',
  envelope: { emulator: 'qemu', machine: 'q35' },
  provenance: { source: 'capos', commit: '1234abc', dirty: false, build: 'release' },
  faults: [{ channel: 'console', text: 'KERNEL PANIC', reason: 'guest_panic' }],
}

const log = (cycles: number, change: (text: string) => string = (text) => text) =>
  change(`boot\n[scale] primes=25 cycles=${cycles} ok\n[scale] all done\n`)

interface Recorded {
  readonly case: string
  readonly text: string
  readonly exitCode?: number
  readonly benchmark?: string
}

/** Writes the logs into a directory, as another tool's `target/` has them. */
function recorded(logs: readonly Recorded[]): readonly ImportedTranscript[] {
  const directory = temporaryDirectory()
  return logs.map(({ text, exitCode = 85, ...rest }, index) => {
    const file = join(directory, `Run ${index}.log`)
    writeFileSync(file, text)
    return { ...rest, channels: { console: file }, exitCode }
  })
}
const five = (caseName: string, base: number): readonly Recorded[] =>
  [0, 1, 2, 3, 4].map((index) => ({ case: caseName, text: log(base + index) }))

async function imported(
  logs: readonly Recorded[],
  benchmark = scale(),
  change: Partial<DeclaredEnvironment> = {},
): Promise<Campaign> {
  const campaign = await importTranscripts({
    benchmark,
    environment: { ...environment, ...change },
    transcripts: recorded(logs),
    store: temporaryDirectory(),
  })
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [benchmark], publishable: true })
  expect(verification.open).toEqual([])
  expect(verification).toMatchObject({ verified: true, publishable: false, exitCode: 3 })
  return campaign
}

describe('imported transcripts', () => {
  test('become evidence that verifies, labelled and never better than informational', async () => {
    const { results, directory, runs } = await imported([...five('smp1', 1000), ...five('smp2', 500)])
    expect(results.map(({ status }) => status)).toEqual(['passed', 'passed'])
    for (const result of results) {
      expect(result).toMatchObject({ evidenceClass: 'informational' })
      expect(result.status === 'passed' && result.classReasons).toContain('imported')
      expect(result.status === 'passed' && result.classReasons).toContain('envelope-declared')
    }
    expect(results[0]).toMatchObject({ measurement: { median: 1002, samples: [1000, 1001, 1002, 1003, 1004] } })
    expect(runs).toHaveLength(10)
    expect(existsSync(join(directory, 'env/host.json'))).toBe(false)
    const said = JSON.parse(readFileSync(join(directory, 'env/imported.json'), 'utf8'))
    expect(said).toMatchObject({ source: 'a synthetic log', recordedUtc: '2026-04-30T11:13:00Z' })
    expect(said.transcripts).toHaveLength(10)
    expect(said.transcripts[0].channels[0]).toMatchObject({ name: 'console', file: 'Run 0.log' })
    const stored = readFileSync(join(directory, 'raw/scale/capos-log/smp1/001/console.log'), 'utf8')
    expect(stored).toBe(log(1000))
  })

  test.each<[string, Partial<Recorded>, string, RegExp]>([
    ['a wrong answer', { text: log(1, (text) => text.replace('25', '24')) }, 'verifier_rejected', /24 came/],
    [
      'no last line',
      { text: log(1, (text) => text.replace('[scale] all done\n', '')) },
      'records_lost',
      /no last line/,
    ],
    ['a torn line', { text: log(1, (text) => text.replace(' ok', '')) }, 'records_lost', /line 2/],
    ['another exit code', { exitCode: 0 }, 'abnormal_exit', /exit code 85, this one ended with exit code 0/],
    ['a panic', { text: `${log(1)}KERNEL PANIC: x\n` }, 'guest_panic', /KERNEL PANIC/],
  ])('are refused as any other: %s', async (_, change, reason, detail) => {
    const [first, ...rest] = five('smp1', 1000)
    if (first === undefined) throw new Error('there are five')
    const { results } = await imported([{ ...first, ...change }, ...rest])
    expect(results[0]).toMatchObject({ status: 'invalid', reason, detail: expect.stringMatching(detail) })
  })

  test('keep the placement that was declared, which nobody has seen', async () => {
    const placement = { pinning: 'process' as const, cpus: [0, 2], others: [0, 2] }
    const { results } = await imported(five('smp1', 1000), scale(), { envelope: { placement } })
    expect(results[0]).toMatchObject({ status: 'passed', evidenceClass: 'informational' })
    expect(results[0]?.status === 'passed' && results[0].classReasons).toContain('unpinned')
  })

  test('need the proofs of their benchmark', async () => {
    const benchmark = scale([proof])
    const without = await imported(five('smp1', 1000), benchmark)
    const detail = expect.stringContaining('no transcript of boots smp1 was imported')
    expect(without.results[0]).toMatchObject({ status: 'failed', reason: 'launch_failed', detail })
    const proved = [{ benchmark: 'boots', case: 'smp1', text: log(1) }, ...five('smp1', 1000)]
    expect((await imported(proved, benchmark)).results[0]).toMatchObject({ status: 'passed' })
  })

  test('leave an unfinished campaign of the store alone', async () => {
    const store = temporaryDirectory()
    const dead = join(store, `campaigns/.tmp-${spawnSync('true').pid}-20260101T000000Z-toys-00000001`)
    mkdirSync(dead, { recursive: true })
    await importTranscripts({ benchmark: scale(), environment, transcripts: recorded(five('smp1', 1)), store })
    expect(existsSync(dead)).toBe(true)
  })
})

describe('nothing is imported', () => {
  const refused = (change: Partial<Parameters<typeof importTranscripts>[0]>) =>
    importTranscripts({ benchmark: scale(), environment, transcripts: [], store: temporaryDirectory(), ...change })

  test.each<[string, Partial<Parameters<typeof importTranscripts>[0]>, RegExp]>([
    ['without transcripts', {}, /there is no transcript of scale/],
    [
      'where a program of ours is to have run',
      { benchmark: toy, environment: { ...environment, system: 'linux' } },
      /a program, and which one ran cannot be known/,
    ],
    ['for no CPU', { environment: { ...environment, hostCpus: 0 } }, /hostCpus must be 1 to 1024/],
    [
      'from a channel that there is not',
      { transcripts: [{ case: 'smp1', channels: { serial: '/x' } as object, exitCode: 0 }] },
      /has no channel "serial"; there are console,/,
    ],
    [
      'without an exit code',
      { transcripts: [{ case: 'smp1', channels: {}, exitCode: undefined as unknown as number }] },
      /needs its exit code/,
    ],
    [
      'from a file that is not there',
      { transcripts: [{ case: 'smp1', channels: { console: '/no/such.log' }, exitCode: 85 }] },
      /the recorded console \/no\/such\.log cannot be read/,
    ],
    ['of a case that there is not', { transcripts: [{ case: 'smp9', channels: {}, exitCode: 85 }] }, /no case "smp9"/],
    [
      'of another benchmark',
      { transcripts: [{ benchmark: 'other', case: 'smp1', channels: {}, exitCode: 85 }] },
      /a transcript is of other; there are scale/,
    ],
    ['with a mistyped option', { stoer: 'x' } as object, /has no option "stoer"/],
  ])('%s', async (_, change, message) => {
    await expect(refused(change)).rejects.toThrow(message)
  })

  test('where cases have different numbers of runs', async () => {
    const transcripts = recorded([...five('smp1', 1), { case: 'smp2', text: log(1) }])
    await expect(refused({ transcripts })).rejects.toThrow('smp1 has 5 transcripts and smp2 another number')
  })
})
