import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lines, type Target } from '@capbench/core'
import { expect, it } from 'vitest'
import { imageGuest } from '../../../src/image-guest/guest.ts'
import { bootSector } from '../support/boot-sector.ts'
import { consoleBenchmark, resultOf } from '../support/console-benchmark.ts'
import { runImage, story } from '../support/run-image.ts'

const common = {
  name: 'toy',
  system: 'toy',
  accelerator: 'tcg',
  memoryMiB: 16,
  exit: { by: 'debug-exit', code: 33 },
} as const
const answers = lines({
  pattern: /answer (?<answer>\d+);/,
  final: 'over',
  exit: 33,
  observe: ([line]) => ({ answer: line?.answer ?? '' }),
})
const question = consoleBenchmark({ system: 'toy', dialogue: () => [], parser: answers, wanted: '42' })

it('runs its workload by itself and leaves with its own code', async () => {
  const disk = bootSector('\nanswer 42;\nover\n')
  const before = readFileSync(disk)
  const { mtimeMs } = statSync(disk)
  const { result } = await resultOf(imageGuest({ ...common, disk }), question)
  expect(result).toMatchObject({ status: 'passed' })
  expect(readFileSync(disk).equals(before)).toBe(true)
  expect(statSync(disk).mtimeMs).toBe(mtimeMs)
})

it('prints junk, NUL and terminal sequences: the log holds each byte, and waits find what is between', async () => {
  const junk = Buffer.from('\0\xff\xfe\x80\xc3(\x1b[31m\x1b]0;title\x07ready\0\r\n\x1b[2J', 'latin1')
  const guest = imageGuest({ ...common, disk: bootSector(junk), boot: [{ wait: 'ready\0' }] })
  const run = await runImage(guest, [])
  expect(run.end).toMatchObject({ end: 'finished', exit: { kind: 'exited', code: 33 } })
  expect(Buffer.from(run.console, 'latin1').equals(Buffer.concat([Buffer.from('1'), junk]))).toBe(true)
  expect(story(run)).toEqual(['launch', 'boot', '0 wait', 'run'])
})

it('leaves with another code than agreed', async () => {
  const guest = imageGuest({ ...common, disk: bootSector('\nanswer 42;\nover\n', 0x11) })
  const { result } = await resultOf(guest, question)
  expect(result).toMatchObject({ status: 'invalid', reason: 'abnormal_exit' })
})

it('says that it broke, in the words that were declared', async () => {
  const faults = [{ channel: 'console', text: 'toy panic', reason: 'guest_panic' }] as const
  const guest = imageGuest({ ...common, faults, disk: bootSector('\nanswer 42;\nover\ntoy panic: out of toys\n') })
  const { result } = await resultOf(guest, question)
  expect(result).toMatchObject({ status: 'invalid', reason: 'guest_panic' })
})

it('leaves before its answer is whole', async () => {
  const { result } = await resultOf(imageGuest({ ...common, disk: bootSector('\nanswer 42;\nov') }), question)
  expect(result).toMatchObject({ status: 'invalid', reason: 'records_lost' })
})

it('leaves in the middle of a dialogue: the step it was at is told', async () => {
  const dialogue = [{ wait: 'answer' }, { wait: 'never said' }]
  const asked = consoleBenchmark({ system: 'toy', dialogue: () => dialogue, parser: answers, wanted: '42' })
  const guest = imageGuest({ ...common, disk: bootSector('\nanswer 42;\nover\n', 0x11) })
  const { result } = await resultOf(guest, asked)
  expect(JSON.stringify(result)).toContain('step 2 of 2 of the workload dialogue')
})

it('that never says anything is ended by the limit of the phase boot', async () => {
  const guest = imageGuest({
    ...common,
    disk: bootSector(''),
    exit: { by: 'shutdown' },
    ports: [],
    timeouts: { boot: 500 },
  })
  expect((await runImage(guest, [])).end).toMatchObject({ end: 'timeout', phase: 'boot' })
})

it('changes on disk after it was described: nothing is started', async () => {
  const disk = bootSector('x')
  const guest = imageGuest({ ...common, disk })
  const overwritten: Target = {
    ...guest,
    execute: (...args) => {
      writeFileSync(disk, 'something else')
      return guest.execute(...args)
    },
  }
  const { end, command } = await runImage(overwritten, [])
  expect(end).toMatchObject({ end: 'launch-failed', exit: { kind: 'not-started' } })
  expect(end.detail).toMatch(/changed after it was described; prepare it again/)
  expect(command).toEqual([])
})

it('cannot be asked what it cannot be: a program, nothing to wait for, a secret that it was not given', async () => {
  const guest = imageGuest({ ...common, disk: bootSector('x'), exit: { by: 'quit' } })
  expect((await runImage(guest, [])).end.detail).toMatch(
    /ended after the last step of a dialogue, and question has none/,
  )
  const { end } = await runImage(guest, [{ sendSecret: 'root' }])
  expect(end).toMatchObject({ end: 'launch-failed', detail: expect.stringContaining('sends the secret "root"') })
})

it('has a secret in its command line and on its disk: neither is kept', async () => {
  const secrets = { token: 'open sesame' }
  const guest = imageGuest({
    ...common,
    secrets,
    disk: bootSector('\nanswer 42;\nopen sesame\nover\nopen ses'),
    extraArgs: ['-fw_cfg', 'name=opt/token,string=open sesame'],
  })
  const { result, directory } = await resultOf(guest, question)
  expect(result).toMatchObject({ status: 'passed' })
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const read = (entry: (typeof files)[number]) => readFileSync(join(entry.parentPath, entry.name), 'latin1')
  expect(files.filter((entry) => read(entry).includes('open sesame'))).toEqual([])
  // more than one where a run that was disturbed was made again
  const consoles = files.filter(({ name }) => name === 'console.log').map(read)
  expect(new Set(consoles.map((text) => text.slice(-23)))).toEqual(new Set(['\n********\nover\nopen ses']))
})
