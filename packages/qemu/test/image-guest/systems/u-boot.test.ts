import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { lines } from '@capbench/core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { imageGuest } from '../../../src/image-guest/guest.ts'
import { directoryOfFile } from '../../helpers/directory.ts'
import { processesWith } from '../../helpers/processes.ts'
import { consoleBenchmark, resultOf } from '../support/console-benchmark.ts'
import { runImage, story } from '../support/run-image.ts'

const firmware = '/usr/lib/u-boot/qemu-x86_64/u-boot.rom'
/** A name of its own, by which the processes of this file are known. */
const bios = join(directoryOfFile(), 'u-boot.rom')
beforeAll(() => symlinkSync(firmware, bios))
const prompt = '=> '
const toPrompt = [{ wait: 'Hit any key to stop autoboot' }, { send: ' ' }, { wait: prompt }] as const
const common = { name: 'u-boot', system: 'u-boot', bios, accelerator: 'tcg', memoryMiB: 128, runFactor: 1 } as const
const quitting = { ...common, boot: toPrompt, exit: { by: 'quit' } } as const

const ofZeros = lines({
  pattern: /crc32 for 00100000 \.\.\. 00100fff ==> (?<crc>[0-9a-f]{8})/,
  final: 'that is all',
  exit: 0,
  observe: ([line]) => ({ answer: line?.crc ?? '' }),
})
const asked = [
  { send: 'mw.b 100000 61 1000\r' },
  { wait: prompt },
  { send: 'crc32 100000 1000\r' },
  { wait: prompt },
  // the echo of what is typed does not hold the line that is waited for
  { send: 'echo that  is  all\r' },
  { wait: 'that is all\r\n' },
] as const

beforeEach((ctx) => {
  if (!existsSync(firmware)) ctx.skip('u-boot-qemu is not installed')
})

describe('U-Boot on its serial shell (u-boot-qemu)', () => {
  it('computes a checksum that the benchmark knows; the machine is ended after the last step', async () => {
    const wanted = crc32(Buffer.alloc(0x1000, 'a')).toString(16).padStart(8, '0')
    const question = consoleBenchmark({ system: 'u-boot', dialogue: () => asked, parser: ofZeros, wanted })
    const { result } = await resultOf(imageGuest(quitting), question)
    expect(result).toMatchObject({
      status: 'passed',
      labels: expect.arrayContaining(['integrity: format-without-checksum']),
    })
  })

  it('is refused for a wrong answer', async () => {
    const question = consoleBenchmark({ system: 'u-boot', dialogue: () => asked, parser: ofZeros, wanted: '00000000' })
    const { result } = await resultOf(imageGuest(quitting), question)
    expect(result).toMatchObject({ status: 'invalid', reason: 'verifier_rejected' })
  })

  it('goes through the phases with its steps, each with its time', async () => {
    const run = await runImage(imageGuest(quitting), asked)
    expect(run.end).toMatchObject({ end: 'finished', phase: 'exit', exit: { kind: 'exited', code: 0 } })
    expect(story(run)).toEqual([
      ...['launch', 'boot', '0 wait', '1 send', '2 wait', 'run'],
      ...['3 send', '4 wait', '5 send', '6 wait', '7 send', '8 wait', 'exit'],
    ])
    const times = run.events.flatMap((event) => (event.kind === 'step' ? [event.atNs] : []))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(run.events).toContainEqual(expect.objectContaining({ kind: 'affinity', when: 'end' }))
    expect(processesWith(bios)).toEqual([])
  })

  it('never comes to a prompt that it does not have: step, wanted text and console are told', async () => {
    const guest = imageGuest({ ...quitting, boot: [{ wait: 'login: ', timeoutMs: 5000 }] })
    const { end, console } = await runImage(guest, asked)
    expect(end).toMatchObject({ end: 'timeout', phase: 'boot' })
    expect(end.detail).toContain(
      'step 1 of 1 of the boot dialogue, which waits for "login: ", took longer than 5000 ms',
    )
    expect(end.detail).toContain('end of the console')
    expect(console).toContain('U-Boot')
  })

  it('that takes longer than the phase is ended by it, and the step is told as well', async () => {
    const { end } = await runImage(imageGuest(quitting), [{ wait: 'never said' }], { runTimeoutMs: 1000 })
    expect(end).toMatchObject({ end: 'timeout', phase: 'run' })
    expect(end.detail).toContain('at step 1 of 1 of the workload dialogue, which waits for "never said"')
    expect(end.detail).toContain('the phase run took longer than 1000 ms')
  })

  it('resets in the middle: that is an end, and not a clean one', async () => {
    const dialogue = [{ send: 'reset\r' }, { wait: prompt }]
    const question = consoleBenchmark({ system: 'u-boot', dialogue: () => dialogue, parser: ofZeros, wanted: '' })
    const { result } = await resultOf(imageGuest(quitting), question)
    expect(result).toMatchObject({ status: 'invalid', reason: 'abnormal_exit' })
    expect(JSON.stringify(result)).toContain('guest-reset')
    expect(JSON.stringify(result)).toContain('step 2 of 2 of the workload dialogue')
  })

  it('is cancelled in the middle of a step, and leaves no process', async () => {
    const control = new AbortController()
    const guest = imageGuest({ ...quitting, boot: [...toPrompt, { wait: 'never said' }] })
    const { end } = await runImage(guest, asked, {
      signal: control.signal,
      onEvent: (event) => {
        if (event.kind === 'step' && event.index === toPrompt.length - 1) queueMicrotask(() => control.abort())
      },
    })
    expect(end).toMatchObject({ end: 'cancelled', phase: 'boot' })
    expect(processesWith(bios)).toEqual([])
  })

  it('answers on COM2 where its console is kept from there', async () => {
    const guest = imageGuest({
      ...quitting,
      ports: ['diagnostics', 'console'],
      boot: [{ wait: 'autoboot', timeoutMs: 10_000 }],
    })
    const { end, channels } = await runImage(guest, asked)
    expect(end).toMatchObject({ end: 'timeout', phase: 'boot' })
    expect(channels.diagnostics).toContain('Hit any key')
    expect(channels.console).toBeUndefined()
  })

  it('without a boot dialogue begins to run with its first byte', async () => {
    const run = await runImage(imageGuest({ ...common, exit: { by: 'quit' } }), [...toPrompt, ...asked])
    expect(run.end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 0 } })
    expect(story(run).slice(0, 4)).toEqual(['launch', 'boot', 'run', '0 wait'])
  })
})
