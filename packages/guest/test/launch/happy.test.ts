import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { sha256Hex } from '@capbench/core'
import { beforeAll, expect, test } from 'vitest'
import { launch } from '../support/launch.ts'
import { built, temporaryDirectory } from '../support/programs.ts'
import { only, readRecords } from '../support/records.ts'
import { launcherNonce, nonce, runToEnd } from '../support/run.ts'

const directory = temporaryDirectory()
let [launcher, proof, bad] = ['', '', '']
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
  proof = await built('proof-boot', directory)
  bad = await built('bad', directory)
})

test('a program that ends well: every record of the report, in order', async () => {
  const { code, stdout, stderr, report } = await launch(launcher, [proof, nonce])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(readRecords(stdout, nonce)).toHaveLength(3)
  const bytes = readFileSync(proof)
  const count = expect.any(Number)
  expect(readRecords(report, launcherNonce)).toEqual([
    { type: 'begin', value: { program: 'capbench-launch', version: expect.any(String) } },
    {
      type: 'system',
      value: {
        sysname: 'Linux',
        release: readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim(),
        version: readFileSync('/proc/sys/kernel/version', 'utf8').trim(),
        machine: expect.any(String),
        cpusOnline: cpus().length,
        clocksource: expect.any(String),
        cmdline: '', // only init asks for it: on a host it is nobody's business here
        boot: null, // nor is there an init that began
      },
    },
    { type: 'program', value: { name: 'proof-boot', sha256: sha256Hex(bytes), bytes: bytes.length } },
    { type: 'started', value: { pid: count, monotonicNs: count, cpus: expect.any(Array) } },
    {
      type: 'exited',
      value: {
        code: 0,
        signal: null,
        monotonicNs: count,
        userNs: count,
        systemNs: count,
        maxRssKiB: count,
        voluntarySwitches: count,
        involuntarySwitches: count,
        leftover: 0,
        cpus: expect.any(Array),
      },
    },
    { type: 'end', value: { count: 5, crc32: expect.any(String) } },
  ])
})

test('the program holds descriptors 0, 1 and 2 and no other, and 0 is /dev/null', async () => {
  const { stdout } = await launch(launcher, [bad, nonce, 'fds'])
  const pipe = expect.stringMatching(/^(pipe|socket):/)
  expect(only(readRecords(stdout, nonce), 'fds')).toEqual({ '0': '/dev/null', '1': pipe, '2': pipe })
})

test('without the launcher the same program sees the report descriptor: the test above can fail', async () => {
  const { stdout } = await runToEnd(bad, [nonce, 'fds'])
  expect(only(readRecords(stdout, nonce), 'fds')).toHaveProperty('3')
})

test('the environment is empty', async () => {
  const { stdout } = await launch(launcher, [bad, nonce, 'environment'])
  expect(only(readRecords(stdout, nonce), 'environment')).toEqual({ count: 0 })
  const direct = await runToEnd(bad, [nonce, 'environment'])
  expect(only(readRecords(direct.stdout, nonce), 'environment')).not.toEqual({ count: 0 })
})

test('arguments arrive unchanged; the first is the name of the program, not its path', async () => {
  const { stdout } = await launch(launcher, [bad, nonce, 'arguments', '', 'two words', '--', 'ä€𝄞"\\'])
  const values = readRecords(stdout, nonce).flatMap(({ type, value }) => (type === 'argument' ? [value] : []))
  const expected = ['bad', nonce, 'arguments', '', 'two words', '--', 'ä€𝄞"\\']
  expect(values).toEqual(expected.map((value, index) => ({ index, value })))
})

test('affinity: the program is put on the CPU that was asked for, and the report says so', async () => {
  const last = cpus().length - 1
  const { stdout, report } = await launch(launcher, [proof, nonce], ['--cpus', String(last)])
  expect(only(readRecords(report, launcherNonce), 'started')).toMatchObject({ cpus: [last] })
  expect(only(readRecords(stdout, nonce), 'proof')).toMatchObject({ cpus: 1 })
  expect(only(readRecords(report, launcherNonce), 'exited')).toMatchObject({ cpus: [last] })
})

test('affinity: where the program went by itself is what it had at its end', async () => {
  const last = cpus().length - 1
  const { code, report } = await launch(launcher, ['/usr/bin/taskset', '-c', String(last), '/bin/true'])
  expect(code).toBe(0)
  const records = readRecords(report, launcherNonce)
  expect(only(records, 'started')).toMatchObject({ cpus: cpus().map((_, cpu) => cpu) })
  expect(only(records, 'exited')).toMatchObject({ cpus: [last] })
})

test('who asks is told that all is reported', async () => {
  const script = '"$0" --nonce "$1" --report 3 --finished 4 -- "$2" "$3" 4>&1 >/dev/null'
  const { code, stdout } = await runToEnd('/bin/sh', ['-c', script, launcher, launcherNonce, proof, nonce])
  expect(code).toBe(0)
  expect(stdout).toEqual(Buffer.from([0]))
})
