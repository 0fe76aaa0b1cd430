import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../support/launch.ts'
import { built, temporaryDirectory } from '../support/programs.ts'
import { only, readRecords } from '../support/records.ts'
import { launcherNonce, nonce, runToEnd } from '../support/run.ts'

const directory = temporaryDirectory()
let [launcher, proof] = ['', '']
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
  proof = await built('proof-boot', directory)
})

function file(name: string, content: string, mode: number): string {
  const path = join(directory, name)
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

/** ENOENT 2, ENOEXEC 8, EACCES 13, EINVAL 22 */
describe('what cannot be launched is an error record, exit code 125 and a whole stream', () => {
  test.each([
    ['a program that is not there', () => join(directory, 'absent'), { step: 'open', errno: 2 }],
    ['a file without permission to execute', () => file('plain', 'x', 0o644), { step: 'access', errno: 13 }],
    ['a directory', () => mkdtempSync(join(directory, 'folder-')), { step: 'stat', errno: 13 }],
    ['an executable that is no program', () => file('text', 'hello', 0o755), { step: 'exec', errno: 8 }],
    ['an empty executable', () => file('nothing', '', 0o755), { step: 'exec', errno: 8 }],
    [
      'a script, whose interpreter could not open it',
      () => file('script', '#!/bin/sh\nexit 0\n', 0o755),
      { step: 'exec', errno: 2 },
    ],
  ])('%s', async (_, path, expected) => {
    const { code, stdout, report } = await launch(launcher, [path(), nonce])
    expect(code).toBe(125)
    expect(stdout).toHaveLength(0)
    const records = readRecords(report, launcherNonce)
    expect(only(records, 'error')).toEqual({ ...expected, message: expect.any(String) })
    expect(records.map(({ type }) => type)).not.toContain('started')
  })

  test('CPUs that the host does not have', async () => {
    const { code, report } = await launch(launcher, [proof, nonce], ['--cpus', '1023'])
    expect(code).toBe(125)
    expect(only(readRecords(report, launcherNonce), 'error')).toMatchObject({ step: 'affinity', errno: 22 })
  })
})

describe('a wrong command line is refused with exit code 64, the reason and the usage', () => {
  const good = ['--nonce', launcherNonce, '--report', '3']
  test.each([
    [[], '--nonce is missing'],
    [['--nonce', launcherNonce, '--', 'x'], '--report is missing'],
    [good, '-- PROGRAM is missing'],
    [[...good, '--'], '-- PROGRAM is missing'],
    [['--nonce', 'abc', '--report', '3', '--', 'x'], '--nonce must be 32'],
    [['--nonce', launcherNonce, '--report', '1', '--', 'x'], 'must be a descriptor of at least 3'],
    [['--nonce', launcherNonce, '--report', '03', '--', 'x'], 'must be a descriptor of at least 3'],
    [['--nonce', launcherNonce, '--report', '99', '--', 'x'], 'descriptor is not open'],
    [[...good, '--report', '3', '--', 'x'], 'unknown or repeated option: --report'],
    [[...good, '--cpu', '0', '--', 'x'], 'unknown or repeated option: --cpu'],
    [[...good, '--cpus'], 'option without a value: --cpus'],
    [[...good, '--cpus', '', '--', 'x'], '--cpus must be CPU numbers'],
    [[...good, '--cpus', '0,,1', '--', 'x'], '--cpus must be CPU numbers'],
    [[...good, '--cpus', '0-1', '--', 'x'], '--cpus must be CPU numbers'],
    [[...good, '--cpus', '0,0', '--', 'x'], '--cpus names a CPU twice'],
    [[...good, '--cpus', '1024', '--', 'x'], '--cpus must be CPU numbers'],
    [[...good, '--network', '99', '--', 'x'], '--network: descriptor is not open'],
    [[...good, '--network', '3', '--', 'x'], '--network is nothing without --authority'],
  ])('%j', async (args, why) => {
    const { code, stderr, report } = await runToEnd(launcher, args)
    expect(code).toBe(64)
    expect(report).toHaveLength(0)
    const [reason, usage] = stderr.split('\n')
    expect(reason).toContain(why)
    expect(usage).toMatch(/^usage: capbench-launch /)
  })

  test('closed descriptors 1 and 2', async () => {
    const { code } = await runToEnd('/bin/sh', [
      '-c',
      '"$0" --nonce "$1" --report 3 -- "$2" >&-',
      launcher,
      launcherNonce,
      proof,
    ])
    expect(code).toBe(64)
  })
})
