import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProgramFile } from '@capbench/core'
import { bareGuestProgram, buildBareProgram } from '@capbench/guest'
import { beforeAll, describe, expect, it } from 'vitest'
import { bareGuest } from '../../src/bare/guest.ts'
import { placeholder } from '../../src/command/placeholder.ts'
import { linuxGuest } from '../../src/linux/guest.ts'
import { directoryOfFile } from '../helpers/directory.ts'
import { processesWith } from '../helpers/processes.ts'
import { context, recordsOf, runGuest } from '../helpers/run-guest.ts'

const guest = bareGuest({ accelerator: 'tcg' })
const clean = { end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 33 }, detail: '' }
const directory = directoryOfFile()
const proof = bareGuestProgram('proof-boot')
let broken: ProgramFile

beforeAll(async () => {
  const { unmet } = await guest.prepare(context)
  if (unmet.length > 0) throw new Error(`these tests boot a real guest: ${JSON.stringify(unmet)}`)
  const root = fileURLToPath(new URL('../bare', import.meta.url))
  broken = await buildBareProgram({ name: 'broken', root, sources: ['broken.c'], outDir: directory })
})

describe('a guest without an operating system', () => {
  it('has the envelope of a Linux guest, and says what it is', async () => {
    const [bare, linux] = [await guest.prepare(context), await linuxGuest({ accelerator: 'tcg' }).prepare(context)]
    expect(bare.envelope).toEqual(linux.envelope)
    expect(bare).toMatchObject({
      authority: 'no-isolation-boundary',
      cleanExit: { code: 33, launcher: false },
      unmet: [],
    })
    expect(bare.subsystems).toEqual(expect.arrayContaining(['cpu.direct', 'smp', 'clock.cycles']))
    for (const absent of ['process.spawn', 'file', 'ipc.pipe']) expect(bare.subsystems).not.toContain(absent)
    expect(JSON.stringify(bare.identity)).toContain(['-kernel', placeholder('PROGRAM')].join('","'))
  })

  it.each([1, 2, 4])(
    'boots with %i vCPU(s), runs the program, and leaves cleanly with every channel apart',
    async (vcpus) => {
      const run = await runGuest(guest, { program: proof, vcpus })
      expect(run.end).toEqual(clean)
      const records = recordsOf(run.channels.records, run.request.nonce)
      expect(records.map(({ type }) => type)).toEqual(['begin', 'proof', 'end'])
      expect(JSON.parse(records[1]?.json ?? '')).toMatchObject({ cpus: vcpus, spawned: true, childExit: 7 })
      expect(run.channels).toMatchObject({ console: '', diagnostics: '', launcher: '', driver: '' })
      const threads = run.events.find((event) => event.kind === 'fact' && event.name === 'vcpu-threads')
      expect(threads).toMatchObject({ value: { vcpus: Array.from({ length: vcpus }, (_, index) => ({ index })) } })
      const phases = run.events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []))
      expect(phases).toEqual(['launch', 'boot', 'run', 'exit'])
      const costs = run.events.find((event) => event.kind === 'fact' && event.name === 'boot-costs')
      expect(costs).toMatchObject({ value: { firmwareMs: expect.any(Number), workloadMs: expect.any(Number) } })
      expect(processesWith(run.request.nonce)).toEqual([])
    },
  )

  it('runs where it is pinned to', async () => {
    const pinned = bareGuest({ accelerator: 'tcg', pin: [0] })
    expect(await pinned.prepare(context)).toMatchObject({ unmet: [], cpus: [0] })
    const run = await runGuest(pinned, { program: proof })
    expect(run.end).toEqual(clean)
    const readings = run.events.filter((event) => event.kind === 'affinity')
    expect(readings.length).toBeGreaterThan(0)
    for (const { threads } of readings) for (const { cpus } of threads) expect(cpus).toEqual([0])
  })

  it('is found under a path with blanks', async () => {
    const place = join(directory, 'two  words')
    mkdirSync(place)
    const path = join(place, 'proof boot')
    copyFileSync(proof.path, path)
    const run = await runGuest(guest, { program: { ...proof, path } })
    expect(run.end).toEqual(clean)
  })

  it('hands arguments of any bytes over as they are', async () => {
    const args = ['arguments', 'two words', '', 'é"\\', '--flag=x,y', '--', '%']
    const run = await runGuest(guest, { program: broken, args })
    expect(run.end).toEqual(clean)
    const values = recordsOf(run.channels.records, run.request.nonce)
      .filter(({ type }) => type === 'argument')
      .map(({ json }) => JSON.parse(Buffer.from(json, 'latin1').toString()).value)
    expect(values).toEqual(args)
  })
})

it('lets CPUs sleep that have nothing to do', async () => {
  const run = await runGuest(guest, { program: broken, args: ['alone'], vcpus: 2 })
  expect(run.end).toEqual(clean)
  const readings = run.events.flatMap((event) => (event.kind === 'schedstat' ? [event.threads] : []))
  const busy = (name: string): readonly number[] =>
    readings.flatMap((threads) => threads.filter(({ comm }) => comm.startsWith(name)).map(({ runNs }) => runNs))
  const [working, idle] = ['CPU 0', 'CPU 1'].map((name) => Math.max(...busy(name)) - Math.min(...busy(name)))
  expect(working).toBeGreaterThan(0)
  expect(idle).toBeLessThan((working ?? 0) / 2)
})

describe('what goes wrong without an operating system', () => {
  it('is a fault, in one line on the console, and the failed exit', async () => {
    const run = await runGuest(guest, { program: broken, args: ['fault'], vcpus: 2 })
    expect(run.end).toMatchObject({ end: 'finished', exit: { code: 35 } })
    expect(run.channels.console).toMatch(
      /^capbench-bare: fault: page fault \(vector 14, error 0x2\) on CPU 1 [^\n]+\n$/,
    )
    expect(run.channels.records).not.toContain(' end ')
  })

  it('is a result other than 0, with the end of the console', async () => {
    const run = await runGuest(guest, { program: broken, args: ['fail'] })
    expect(run.end).toMatchObject({ end: 'finished', exit: { code: 35 } })
    expect(run.channels.diagnostics).toContain('the program ended with 3')
  })

  it('is a program that never ends: it is ended when the limit of the phase run has passed', async () => {
    const impatient = bareGuest({ accelerator: 'tcg', runFactor: 1 })
    await impatient.prepare(context)
    const run = await runGuest(impatient, { program: broken, args: ['hang'], runTimeoutMs: 500 })
    expect(run.end).toMatchObject({ end: 'timeout', phase: 'run' })
    expect(processesWith(run.request.nonce)).toEqual([])
  })

  it('is a triple fault: QEMU resets and ends with 0, which is not clean', async () => {
    const run = await runGuest(guest, { program: broken, args: ['reset'] })
    expect(run.end).toMatchObject({
      end: 'finished',
      exit: { code: 0 },
      detail: expect.stringContaining('guest-reset'),
    })
  })

  it('is a program that is no longer the one of its manifest: nothing starts', async () => {
    const path = join(directory, 'changed')
    writeFileSync(path, 'something else')
    const run = await runGuest(guest, { program: { ...proof, path } })
    expect(run.end).toMatchObject({ end: 'launch-failed', detail: expect.stringContaining('has changed') })
    expect(run.command).toBeUndefined()
  })

  it('is a dialogue: such a guest has nobody to talk to', async () => {
    const work = { form: 'console', dialogue: [] } as const
    const asked = {
      ...guest,
      execute: (...[request, sink, signal]: Parameters<typeof guest.execute>) =>
        guest.execute({ ...request, work }, sink, signal),
    }
    const run = await runGuest(asked)
    expect(run.end).toMatchObject({ end: 'launch-failed', detail: expect.stringContaining('console') })
  })

  it('is a target that nobody prepared', async () => {
    await expect(runGuest(bareGuest(), { program: proof })).rejects.toMatchObject({ code: 'CAPBENCH_BUG' })
  })
})
