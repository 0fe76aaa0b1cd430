import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PrepareContext } from '@capbench/core'
import { encodeStream } from '@capbench/core/testing'
import { describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { cachedKvmVerdict, chooseAccelerator } from '../../src/probe/choose.ts'
import { type ProbeRun, runProbeGuest } from '../../src/probe/guest.ts'
import { judgeKvm, probeKvm } from '../../src/probe/kvm.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { context } from '../helpers/run-guest.ts'
import { script } from '../helpers/script.ts'

const qemu = 'qemu-system-x86_64'
const ran: ProbeRun = {
  accelerator: 'kvm',
  outcome: 'fast',
  code: 33,
  ms: 50,
  vcpus: [
    { trips: 1000, cycles: 1_020 },
    { trips: 1000, cycles: 1_480 },
  ],
  text: '@CB1 - 3 end {"count":3,"crc32":"cc28da70"}',
  stderr: '',
}
const good = { cpuFlag: 'vmx', deviceError: null, guest: ran } as const

describe('the verdict on KVM', () => {
  it('is usable only with the CPU flag, the device and a guest that ran fast', () => {
    const reason = 'vmx, and the probe guest was fast (1 and 1 cycles a trip of its loop on 2 vCPUs at once)'
    expect(judgeKvm(good)).toMatchObject({ verdict: 'usable', reason: expect.stringContaining(reason) })
    expect(judgeKvm({ ...good, cpuFlag: 'svm' })).toMatchObject({ verdict: 'usable' })
    expect(judgeKvm({ ...good, cpuFlag: null })).toMatchObject({
      verdict: 'unusable',
      reason: expect.stringMatching(/vmx nor svm/),
    })
    expect(judgeKvm({ cpuFlag: 'vmx', deviceError: 'EACCES' })).toMatchObject({
      verdict: 'unusable',
      reason: expect.stringMatching(/EACCES/),
    })
  })

  it('is emulated when the guest measured itself slow, although everything else is right', () => {
    const vcpus = [
      { trips: 1000, cycles: 1_000 },
      { trips: 1000, cycles: 1_270_000 },
    ]
    const guest = { ...ran, outcome: 'slow', code: 35, vcpus } as const
    expect(judgeKvm({ ...good, guest })).toMatchObject({
      verdict: 'emulated',
      reason: expect.stringContaining('1 and 1270 cycles a trip'),
      evidence: { cpuFlag: 'vmx' },
    })
  })

  it('is unusable when the guest gave no answer', () => {
    const guest = { ...ran, outcome: 'no-answer', code: null, vcpus: [], stderr: 'failed to initialize kvm' } as const
    expect(judgeKvm({ ...good, guest })).toMatchObject({
      verdict: 'unusable',
      reason: expect.stringMatching(/failed to initialize kvm/),
    })
  })

  it('follows from what this host shows', async () => {
    const verdict = await probeKvm(() => runProbeGuest(qemu, 'kvm'))
    expect(verdict).toEqual(judgeKvm(verdict.evidence))
    expect(verdict.evidence.guest === undefined).toBe(verdict.evidence.deviceError !== null)
  })
})

/** A shell command that answers as the probe guest would, and ends as it. */
function answering(directory: string, code: number, ...cycles: readonly number[]): string {
  const records = cycles.map((each) => ({ type: 'cpu', value: { trips: 1000, cycles: each } }))
  const file = join(directory, `answer-${code}-${cycles.join('-')}`)
  writeFileSync(file, encodeStream('-', { program: 'probe', version: '1.0.0' }, records))
  return `cat ${file}; exit ${code}`
}

describe('the probe guest', () => {
  it('measures two vCPUs at once and leaves with 33 under TCG', async () => {
    const run = await runProbeGuest(qemu, 'tcg')
    expect(run).toMatchObject({ outcome: 'fast', code: 33, vcpus: [{ trips: 1000 }, { trips: 1000 }] })
    for (const { trips, cycles } of run.vcpus) expect(cycles / trips).toBeLessThanOrEqual(200)
  })

  it('answers under a KVM that opens, fast or slow', async ({ skip }) => {
    try {
      accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
    } catch {
      return skip('/dev/kvm cannot be opened here')
    }
    const run = await runProbeGuest(qemu, 'kvm')
    const codes = { fast: 33, slow: 35, 'no-answer': run.code }
    expect(run.code).toBe(codes[run.outcome])
    expect(run.vcpus).toHaveLength(run.outcome === 'no-answer' ? 0 : 2)
    const limit = run.vcpus.some(({ trips, cycles }) => cycles / trips > 200)
    expect(limit).toBe(run.outcome === 'slow')
  })

  it('counts as what it measured, once its answer is whole', async () => {
    const directory = temporaryDirectory()
    const outcomeOf = async (body: string) => (await runProbeGuest(script(directory, 'qemu', body), 'kvm')).outcome
    expect(await outcomeOf(answering(directory, 33, 1000, 1000))).toBe('fast')
    expect(await outcomeOf(answering(directory, 35, 1000, 900_000))).toBe('slow')
    expect(await outcomeOf(answering(directory, 33, 1000))).toBe('no-answer')
    expect(await outcomeOf(answering(directory, 0, 1000, 1000))).toBe('no-answer')
    expect(await outcomeOf(answering(directory, 33, 1000, 1000).replace('cat', 'head -c 150'))).toBe('no-answer')
  })

  it.each([
    ['exit 33', 33],
    ['echo "capbench-bare: panic: a CPU did not start"; exit 35', 35],
    ['echo broken >&2; exit 1', 1],
    ['exit 0', 0],
    ['kill -SEGV $$', null],
    ['exec sleep 60', null],
  ])('that ends as `%s` gave no answer', async (body, code) => {
    const fake = script(temporaryDirectory(), 'qemu', body)
    expect(await runProbeGuest(fake, 'kvm')).toMatchObject({ outcome: 'no-answer', code, vcpus: [] })
  })
})

/** A QEMU whose guests answer that they are slow, and what two preparations store about it. */
async function storedAbout() {
  const directory = temporaryDirectory()
  const qemu = script(
    directory,
    'qemu',
    `case "$1" in --version) echo "QEMU emulator version 7.2.0";; *) ${answering(directory, 35, 9e5, 9e5)};; esac`,
  )
  const stored: unknown[] = []
  const environment: PrepareContext['environment'] = async (name, capture) => {
    const value = await capture()
    if (name === 'qemu-linux') stored.push(value)
    return value
  }
  const guest = linuxGuest({ qemu, kernel: '/nonexistent', cacheDir: join(directory, 'cache') })
  for (const _ of [1, 2]) await guest.prepare({ ...context, environment })
  return { qemu, stored }
}

describe('the evidence about QEMU', () => {
  it('says whether the verdict on KVM was reached now or remembered', async ({ skip }) => {
    const { stored } = await storedAbout()
    if (JSON.stringify(stored).includes('cannot be opened')) return skip('/dev/kvm cannot be opened here')
    expect(stored).toMatchObject([{ kvm: { cached: false } }, { kvm: { cached: true } }])
  })

  it('names its file by its digest', async () => {
    const { qemu, stored } = await storedAbout()
    const sha256 = createHash('sha256').update(readFileSync(qemu)).digest('hex')
    expect(stored[0]).toMatchObject({ version: '7.2.0', sha256 })
  })
})

describe('the choice of an accelerator', () => {
  const verdict = (cpuFlag: 'vmx' | null) => async () => ({ ...judgeKvm({ ...good, cpuFlag }), cached: false })
  const never = async () => {
    throw new Error('KVM must not be looked at')
  }

  it('takes what is demanded, and KVM by itself only where it is usable', async () => {
    expect(await chooseAccelerator('tcg', never)).toEqual({ accelerator: 'tcg' })
    expect(await chooseAccelerator('auto', verdict('vmx'))).toMatchObject({ accelerator: 'kvm' })
    expect(await chooseAccelerator('auto', verdict(null))).toMatchObject({
      accelerator: 'tcg',
      kvm: { verdict: 'unusable' },
    })
    expect(await chooseAccelerator('kvm', verdict('vmx'))).toMatchObject({ accelerator: 'kvm' })
  })

  it('never falls back from a demanded KVM', async () => {
    expect(await chooseAccelerator('kvm', verdict(null))).toMatchObject({
      accelerator: 'none',
      unmet: { need: 'KVM', detail: expect.stringContaining('unusable'), remedy: expect.stringContaining('tcg') },
    })
  })

  it('remembers what the guest answered, for this boot and this QEMU, and judges it again', async ({ skip }) => {
    const directory = temporaryDirectory()
    const log = join(directory, 'log')
    const file = script(directory, 'qemu', `echo x >> ${log}; ${answering(directory, 35, 9e5, 9e5)}`)
    const found = { found: true, file, version: '1', banner: 'one' } as const
    const first = await cachedKvmVerdict(found, directory)
    if (first.evidence.deviceError !== null) return skip('/dev/kvm cannot be opened here')
    expect(first).toMatchObject({ verdict: 'emulated', cached: false })
    expect(await cachedKvmVerdict(found, directory)).toEqual({ ...first, cached: true })
    expect(readdirSync(join(directory, 'probes'))).toHaveLength(1)
    await cachedKvmVerdict({ ...found, banner: 'two' }, directory)
    expect(readdirSync(join(directory, 'probes'))).toHaveLength(2)
  })

  it('calls KVM slow only after a second run, and asks again where what it remembers is damaged', async ({ skip }) => {
    const directory = temporaryDirectory()
    const log = join(directory, 'log')
    const slow = answering(directory, 35, 9e5, 9e5)
    const fast = answering(directory, 33, 900, 900)
    const body = `echo x >> ${log}; if test $(wc -l < ${log}) = 1; then ${slow}; fi; ${fast}`
    const found = { found: true, file: script(directory, 'qemu', body), version: '1', banner: 'one' } as const
    const first = await cachedKvmVerdict(found, directory)
    if (first.evidence.deviceError !== null) return skip('/dev/kvm cannot be opened here')
    expect(first).toMatchObject({ evidence: { guest: { outcome: 'fast' } }, cached: false })
    const [name = ''] = readdirSync(join(directory, 'probes'))
    for (const damage of ['{', '{"outcome":"no-answer"}', 'null']) {
      writeFileSync(join(directory, 'probes', name), damage)
      expect(await cachedKvmVerdict(found, directory)).toMatchObject({ cached: false })
      expect(await cachedKvmVerdict(found, directory)).toMatchObject({ cached: true })
    }
  })

  it('keeps to what the first run said where a second one is silent', async ({ skip }) => {
    const directory = temporaryDirectory()
    const log = join(directory, 'log')
    const slow = answering(directory, 35, 9e5, 9e5)
    const body = `echo x >> ${log}; if test $(wc -l < ${log}) = 1; then ${slow}; fi; exit 1`
    const found = { found: true, file: script(directory, 'qemu', body), version: '1', banner: 'one' } as const
    const { verdict, evidence } = await cachedKvmVerdict(found, directory)
    if (evidence.deviceError !== null) return skip('/dev/kvm cannot be opened here')
    expect({ verdict, outcome: evidence.guest?.outcome }).toEqual({ verdict: 'emulated', outcome: 'slow' })
  })

  it('does not remember silence', async ({ skip }) => {
    const directory = temporaryDirectory()
    const found = { found: true, file: script(directory, 'qemu', 'exit 1'), version: '1', banner: 'one' } as const
    const { evidence } = await cachedKvmVerdict(found, directory)
    if (evidence.deviceError !== null) return skip('/dev/kvm cannot be opened here')
    expect(existsSync(join(directory, 'probes'))).toBe(false)
  })
})
