import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Campaign, run, suite, verifyEvidence, withCases, withMethod } from '@capbench/core'
import { findExecutable, readHostTopology } from '@capbench/host'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../helpers/directory.ts'
import { fixtureHarness, image, scale } from './fixture.ts'

type Fixture = ReturnType<typeof fixtureHarness>

/** One run of each case, and of one alone where it is named; whatever became of it, its evidence verifies. */
async function campaignOf(target: Fixture, only?: 'smp1' | 'smp2'): Promise<Campaign> {
  const entries = suite({ name: 'fixture', benchmarks: [scale], targets: [target] })
  const chosen = only === undefined ? entries : withCases(entries, scale, [only])
  const campaign = await run(withMethod(chosen, scale, { runs: 1 }), { store: temporaryDirectory() })
  const { open } = await verifyEvidence(campaign.directory, { benchmarks: [scale] })
  expect(open).toEqual([])
  return campaign
}

const resultOf = (campaign: Campaign, name: string) => {
  const found = campaign.results.find((result) => result.case === name)
  if (found === undefined) throw new Error(`no result of ${name}`)
  return found
}
const stored = (campaign: Campaign, file: string) =>
  readFileSync(join(campaign.directory, 'raw/fixture-scale/fixture', file), 'utf8')
const eventsOf = (campaign: Campaign, name: string) =>
  stored(campaign, `${name}/001/host.jsonl`)
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line))

const allowed = readHostTopology().allowed
const tool = (name: string) => findExecutable(name, '/', process.env.PATH ?? '').found
const missing = !tool('qemu-system-x86_64')
  ? 'qemu-system-x86_64 is not installed'
  : existsSync(image)
    ? undefined
    : 'the bare image of smp-primes is not built'

describe('a harness with a real QEMU, in a campaign', () => {
  it('yields what its lines say of the case; QEMU, its placement and its files are in the evidence', async (ctx) => {
    if (missing) ctx.skip(missing)
    const pin = allowed.slice(0, 2)
    const campaign = await campaignOf(fixtureHarness({ pin }))
    expect(campaign.exitCode).toBe(0)
    for (const [name, vcpus] of [
      ['smp1', '1'],
      ['smp2', '2'],
    ] as const) {
      expect(resultOf(campaign, name)).toMatchObject({
        status: 'passed',
        evidenceClass: 'functional-only',
        classReasons: expect.arrayContaining(['envelope-declared', 'not-kvm', 'smoke-n<5']),
        labels: expect.arrayContaining(['integrity: format-without-checksum', 'pinned-not-isolated']),
        measurement: { unit: 'scaled-cycles', samples: [expect.any(Number)] },
      })
      const events = eventsOf(campaign, name)
      const [emulator, ...others] = events.filter(({ kind }) => kind === 'emulator')
      expect(others).toEqual([])
      expect(emulator).toMatchObject({ version: expect.any(String), args: expect.arrayContaining(['-smp', vcpus]) })
      const readings = events.filter(({ kind }) => kind === 'affinity')
      expect(readings.map(({ when }) => when)).toEqual(['start', 'end'])
      for (const reading of readings)
        expect(reading).toMatchObject({
          wanted: pin,
          threads: expect.arrayContaining([expect.objectContaining({ cpus: pin })]),
        })
      expect(stored(campaign, `${name}/001/artifacts/qemu.log`)).toMatch(/^@CB1 /)
      expect(stored(campaign, `${name}/001/artifacts/summary.csv`)).toMatch(/^case,run,elapsed\n/)
    }
  })

  it('through make: what QEMU was seen to be is not only declared any more', async (ctx) => {
    if (missing) ctx.skip(missing)
    if (!tool('make')) ctx.skip('make is not installed')
    const declared = { emulator: 'qemu', machine: 'pc', accelerator: 'tcg,thread=multi', memoryBytes: 32 << 20 }
    const target = fixtureHarness({ command: ['make', 'run-smp-process-scale'], declared })
    const result = resultOf(await campaignOf(target, 'smp1'), 'smp1')
    expect(result).toMatchObject({ status: 'passed', classReasons: expect.arrayContaining(['unpinned']) })
    expect(result).not.toMatchObject({ classReasons: expect.arrayContaining(['envelope-declared']) })
  })

  it('that nobody saw stays declared, however good it was said to be', async () => {
    const said = [
      '[fixture] process scale, a made-up format',
      '[fixture] smp1 run=1 worker=0 range=2..3000000 primes=216816;',
      '[fixture] smp1 run=1 workers=1 elapsed=500 scaled cycles;',
      '[fixture] all is over;',
    ]
    const target = fixtureHarness({
      command: ['printf', '%s\\n', ...said],
      declared: { emulator: 'qemu', machine: 'q35', accelerator: 'kvm', memoryBytes: 2 ** 31 },
    })
    expect(resultOf(await campaignOf(target, 'smp1'), 'smp1')).toMatchObject({
      status: 'passed',
      evidenceClass: 'informational',
      classReasons: expect.arrayContaining(['envelope-declared']),
      labels: expect.arrayContaining(['accelerator-declared']),
      claim: 'not-claimable',
    })
  })

  it.for<[string, string, string]>([
    ['and nobody saw', 'true', 'accelerator-unknown'],
    ['and that was seen emulated', 'qemu-system-x86_64 -M none -display none & sleep 4; kill $!', 'not-kvm'],
  ])('whose accelerator nobody said %s: %s', async ([, run, reason], ctx) => {
    if (missing && reason === 'not-kvm') ctx.skip(missing)
    const said = [
      '[fixture] process scale, a made-up format',
      '[fixture] smp1 run=1 worker=0 range=2..3000000 primes=216816;',
      '[fixture] smp1 run=1 workers=1 elapsed=500 scaled cycles;',
      '[fixture] all is over;',
    ]
    const command = ['sh', '-c', `${run}; printf '%s\\n' "$@"`, 'sh', ...said] as const
    const result = resultOf(await campaignOf(fixtureHarness({ command, declared: {} }), 'smp1'), 'smp1')
    expect(result).toMatchObject({
      evidenceClass: 'functional-only',
      classReasons: expect.arrayContaining([reason]),
    })
    expect(result.labels).not.toContain('nested-kvm')
  })

  it('is refused where the machine is another one than was declared', async (ctx) => {
    if (missing) ctx.skip(missing)
    const declared = { machine: 'q35', accelerator: 'kvm' }
    const result = resultOf(await campaignOf(fixtureHarness({ declared }), 'smp1'), 'smp1')
    expect(result).toMatchObject({ status: 'invalid', reason: 'workload_mismatch' })
    expect(result).toMatchObject({
      causes: [{ detail: expect.stringContaining('q35') }, { detail: expect.stringContaining('kvm') }],
    })
  })

  it('is refused where QEMU was not pinned as was said', async (ctx) => {
    if (missing) ctx.skip(missing)
    const [cpu = 0, ...others] = allowed
    if (others.length === 0) ctx.skip('this process may use one CPU alone')
    const target = fixtureHarness({
      pin: [cpu],
      env: { FIXTURE_CASE: 'smp1', FIXTURE_IMAGE: image, FIXTURE_LIMIT: '3000000' },
    })
    expect(resultOf(await campaignOf(target, 'smp1'), 'smp1')).toMatchObject({
      status: 'invalid',
      reason: 'placement_lost',
    })
  })

  it('boots every case in one invocation: the other cases are noted, and only its own counts', async (ctx) => {
    if (missing) ctx.skip(missing)
    const env = { FIXTURE_IMAGE: image, FIXTURE_LIMIT: '3000000', FIXTURE_RUNS: '2' }
    const campaign = await campaignOf(fixtureHarness({ env, invocation: 'all-cases' }), 'smp2')
    expect(resultOf(campaign, 'smp2')).toMatchObject({
      status: 'passed',
      labels: expect.arrayContaining(['harness-runs-all-cases']),
      measurement: { samples: [expect.any(Number)] },
    })
    const events = eventsOf(campaign, 'smp2')
    expect(events.filter(({ kind }) => kind === 'emulator').length).toBe(2)
    expect(events.filter(({ name }) => name === 'emulator-of-another-case').length).toBe(2)
    const twice = await campaignOf(fixtureHarness({ env: { ...env, FIXTURE_CASE: 'smp2' } }), 'smp2')
    expect(resultOf(twice, 'smp2')).toMatchObject({
      reason: 'workload_mismatch',
      detail: expect.stringContaining('2 were found'),
    })
    const strict = await campaignOf(fixtureHarness({ env }), 'smp2')
    expect(resultOf(strict, 'smp2')).toMatchObject({ status: 'invalid', reason: 'workload_mismatch' })
  })
})

describe('a harness whose guest ends badly', () => {
  it('panics: the fault is found in the serial log', async (ctx) => {
    if (missing) ctx.skip(missing)
    const target = fixtureHarness({ env: { FIXTURE_CASE: 'smp1', FIXTURE_IMAGE: image, FIXTURE_LIMIT: '%zz' } })
    const result = resultOf(await campaignOf(target, 'smp1'), 'smp1')
    expect(result).toMatchObject({
      status: 'invalid',
      reason: 'guest_panic',
      detail: expect.stringContaining('artifacts/qemu.log'),
    })
    expect(result).toMatchObject({
      causes: expect.arrayContaining([expect.objectContaining({ reason: 'abnormal_exit' })]),
    })
  })

  it('is not booted: the exit code says so', async () => {
    const target = fixtureHarness({ env: { FIXTURE_CASE: 'smp1', FIXTURE_IMAGE: '/nonexistent' } })
    const result = resultOf(await campaignOf(target, 'smp1'), 'smp1')
    expect(result).toMatchObject({ status: 'invalid', reason: 'abnormal_exit' })
    expect(result).toMatchObject({
      causes: expect.arrayContaining([expect.objectContaining({ reason: 'records_lost' })]),
    })
  })
})
