import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { guestProgram } from '@capbench/guest'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveKernel } from '../../src/kernel/resolve.ts'
import { linuxGuest } from '../../src/linux/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { processesWith } from '../helpers/processes.ts'
import { context, type GuestRun, launcherTypes, recordsOf, runGuest } from '../helpers/run-guest.ts'

const guest = linuxGuest({ accelerator: 'tcg' })
const bad = guestProgram('bad')
const clean = { end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 33 }, detail: '' }

beforeAll(async () => {
  const { unmet } = await guest.prepare(context)
  if (unmet.length > 0) throw new Error(`these tests boot a real guest: ${JSON.stringify(unmet)}`)
})

it('offers no loopback, since its init brings no interface up', async () => {
  const { subsystems } = await guest.prepare(context)
  expect(subsystems).toContain('process.spawn')
  expect(subsystems).not.toContain('net.loopback')
})

const launcherRecord = ({ channels, request }: GuestRun, type: string): unknown =>
  JSON.parse(recordsOf(channels.launcher, request.launcherNonce).find((one) => one.type === type)?.json ?? 'null')

const wholeReport = ['begin', 'system', 'program', 'started', 'exited', 'end']

describe('a Linux guest', () => {
  it.each([1, 2])(
    'boots with %i vCPU(s), runs the program, and leaves cleanly with every channel apart',
    async (vcpus) => {
      const run = await runGuest(guest, { vcpus })
      expect(run.end).toEqual(clean)
      const records = recordsOf(run.channels.records, run.request.nonce)
      expect(records.map(({ type }) => type)).toEqual(['begin', 'proof', 'end'])
      expect(JSON.parse(records[1]?.json ?? '')).toMatchObject({ cpus: vcpus, spawned: true, childExit: 7 })
      expect(run.channels.records.split('\n')).toHaveLength(records.length + 1)
      expect(launcherTypes(run)).toEqual(wholeReport)
      expect(launcherRecord(run, 'system')).toMatchObject({ sysname: 'Linux', cpusOnline: vcpus })
      expect(launcherRecord(run, 'program')).toMatchObject({ sha256: run.program.manifest.sha256 })
      expect(run.channels.diagnostics).toBe('')
      expect(run.channels.driver).toBe('')
      const vcpuThreads = run.events.find((event) => event.kind === 'fact' && event.name === 'vcpu-threads')
      expect(vcpuThreads).toMatchObject({ value: { vcpus: Array.from({ length: vcpus }, (_, index) => ({ index })) } })
      const words = [run.command?.file, ...(run.command?.args ?? [])]
      expect(words).toEqual(expect.arrayContaining([expect.stringMatching(/^\/.*\/qemu-system-x86_64$/), '-S']))
      expect(processesWith(run.request.nonce)).toEqual([])
    },
  )

  it('runs where it is pinned to, read back for every thread before the start and near the end', async () => {
    const pinned = linuxGuest({ accelerator: 'tcg', pin: [0] })
    expect(await pinned.prepare(context)).toMatchObject({ unmet: [], cpus: [0], pinning: 'process' })
    const run = await runGuest(pinned, { vcpus: availableParallelism() > 1 ? 2 : 1, oversubscribe: true })
    expect(run.end).toEqual(clean)
    expect(run.command?.args.join(' ')).toMatch(/--cpu-list 0 \/\S*qemu-system-x86_64 /)
    const readings = run.events.filter((event) => event.kind === 'affinity')
    expect(readings.map(({ when }) => when)).toEqual(['start', 'end'])
    const vcpus = run.events.flatMap((event) =>
      event.kind === 'fact' && event.name === 'vcpu-threads' ? (event.value.vcpus as { readonly tid: number }[]) : [],
    )
    expect(vcpus).toHaveLength(run.request.vcpus)
    for (const { wanted, threads } of readings) {
      expect(wanted).toEqual([0])
      expect(threads.map(({ tid }) => tid)).toEqual(expect.arrayContaining(vcpus.map(({ tid }) => tid)))
      for (const { cpus } of threads) expect(cpus).toEqual([0])
    }
  })

  it('boots the initramfs that the evidence names, even if the cached one was damaged', async () => {
    const initramfsOf = (run: GuestRun): string => run.command?.args[run.command.args.indexOf('-initrd') + 1] ?? ''
    const { vmlinux: kernel } = await resolveKernel()
    const own = linuxGuest({ accelerator: 'tcg', kernel, cacheDir: temporaryDirectory() })
    await own.prepare(context)
    const cached = initramfsOf(await runGuest(own))
    const whole = readFileSync(cached)
    writeFileSync(cached, 'broken\n')
    const run = await runGuest(own)
    expect(run.end).toEqual(clean)
    expect(initramfsOf(run)).toBe(cached)
    expect(readFileSync(cached).equals(whole)).toBe(true)
    const sha256 = createHash('sha256').update(whole).digest('hex')
    expect(run.events).toContainEqual(expect.objectContaining({ kind: 'fact', name: 'initramfs', value: { sha256 } }))
  })

  it('hands arguments of any bytes over as they are', async () => {
    const args = ['arguments', 'two words', '', 'é"\\', '--flag=x,y']
    const run = await runGuest(guest, { program: bad, args })
    expect(run.end).toEqual(clean)
    const values = recordsOf(run.channels.records, run.request.nonce)
      .filter(({ type }) => type === 'argument')
      .map(({ json }) => JSON.parse(Buffer.from(json, 'latin1').toString()).value)
    expect(values.slice(-args.length)).toEqual(args)
  })
})

describe('a program that breaks the rules', () => {
  it.each([
    ['exit-1', { code: 1, signal: null }],
    ['segfault', { code: null, signal: 11 }],
    ['garbage', { code: 0, signal: null }],
    ['half-record', { code: 0, signal: null }],
  ])('%s: the launcher says how it ended, and the machine still leaves cleanly', async (mode, exited) => {
    const run = await runGuest(guest, { program: bad, args: [mode] })
    expect(run.end).toEqual(clean)
    expect(launcherTypes(run)).toEqual(wholeReport)
    expect(launcherRecord(run, 'exited')).toMatchObject(exited)
    if (mode === 'exit-1') expect(run.channels.diagnostics).toContain('this is what went wrong')
    if (mode === 'garbage') expect(run.channels.records).toContain('\xff\xfe\x80\xc3(\r\n')
    if (mode === 'half-record') expect(run.channels.records).toMatch(/ 2 answer \{"val$/)
  })

  it('hang: is ended when the limit of the phase run has passed, and nothing is left', async () => {
    const impatient = linuxGuest({ accelerator: 'tcg', runFactor: 1 })
    await impatient.prepare(context)
    const run = await runGuest(impatient, { program: bad, args: ['hang'], runTimeoutMs: 1000 })
    expect(run.end).toMatchObject({
      end: 'timeout',
      phase: 'run',
      detail: expect.stringContaining('run took longer than 1000 ms'),
    })
    expect(launcherTypes(run)).toEqual(['begin', 'system', 'program', 'started'])
    expect(processesWith(run.request.nonce)).toEqual([])
  })

  it('flood: is ended when a channel passes its limit, as an overflow', async () => {
    const control = new AbortController()
    let bytes = 0
    const run = await runGuest(guest, {
      program: bad,
      args: ['flood'],
      signal: control.signal,
      onWrite: (channel, chunk) => {
        if (channel === 'records') bytes += chunk.length
        if (bytes > 100_000) control.abort({ overflow: true })
      },
    })
    expect(run.end).toMatchObject({ end: 'overflow', phase: 'run' })
    expect(processesWith(run.request.nonce)).toEqual([])
  })

  it('arguments that do not fit the kernel command line: the run fails before anything starts', async () => {
    const run = await runGuest(guest, { args: ['x'.repeat(3000)] })
    expect(run.end).toMatchObject({
      end: 'launch-failed',
      exit: { kind: 'not-started' },
      detail: expect.stringMatching(/command line of 2047/),
    })
    expect(run.command).toBeUndefined()
  })
})

describe('cancelling', () => {
  it('ends QEMU while the guest runs, and leaves no process', async () => {
    const control = new AbortController()
    let alive: readonly number[] = []
    const run = await runGuest(guest, {
      program: bad,
      args: ['hang'],
      signal: control.signal,
      onWrite: (channel, chunk) => {
        if (channel !== 'records' || control.signal.aborted) return
        const [, nonce = ''] = Buffer.from(chunk).toString('latin1').split(' ')
        alive = processesWith(nonce)
        queueMicrotask(() => control.abort()) // the bytes that are being kept have yet to begin the phase
      },
    })
    expect(alive.length).toBeGreaterThan(0)
    expect(run.end).toMatchObject({
      end: 'cancelled',
      phase: 'run',
      detail: expect.stringMatching(/^cancelled by the caller/),
    })
    expect(run.end.detail).not.toMatch(/terminating on signal/) // our own signal is no news
    expect(processesWith(run.request.nonce)).toEqual([])
  })

  it('starts nothing when it came before the start', async () => {
    const run = await runGuest(guest, { signal: AbortSignal.abort() })
    expect(run.end).toMatchObject({ end: 'cancelled', phase: 'launch', exit: { kind: 'not-started' } })
    expect(run.command).toBeUndefined()
  })
})
