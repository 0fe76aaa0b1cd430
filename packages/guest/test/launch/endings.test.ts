import { beforeAll, describe, expect, test } from 'vitest'
import { launch, startLaunch } from '../support/launch.ts'
import { isGone, processes, until } from '../support/processes.ts'
import { built, temporaryDirectory } from '../support/programs.ts'
import { only, readRecords } from '../support/records.ts'
import { launcherNonce, nonce, runToEnd, start } from '../support/run.ts'

const directory = temporaryDirectory()
let [launcher, bad] = ['', '']
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
  bad = await built('bad', directory)
})

const begun = /"begin|begin \{/
const pidOf = (match: RegExpExecArray): number => Number(match[1])

test('an exit code of the program is that of the launcher, with a whole report', async () => {
  const { code, report, stderr } = await launch(launcher, [bad, nonce, 'exit-1'])
  expect(code).toBe(1)
  expect(stderr).toBe('bad: this is what went wrong\n')
  expect(only(readRecords(report, launcherNonce), 'exited')).toMatchObject({ code: 1, signal: null })
})

test('a program that breaks its own protocol does not touch the report', async () => {
  const { code, report } = await launch(launcher, [bad, nonce, 'overlong'])
  expect(code).toBe(120)
  expect(only(readRecords(report, launcherNonce), 'exited')).toMatchObject({ code: 120, signal: null })
})

test('a fault is reported as its signal, 128 above it in the exit code', async () => {
  const { code, report } = await launch(launcher, [bad, nonce, 'segfault'])
  expect(code).toBe(139)
  expect(only(readRecords(report, launcherNonce), 'exited')).toMatchObject({ code: null, signal: 11 })
})

test('what a program leaves behind is ended and counted, also in another session and ignoring SIGTERM', async () => {
  const running = startLaunch(launcher, [bad, nonce, 'fork-orphan'])
  const { code, report } = await running.finished
  expect(code).toBe(0)
  expect(only(readRecords(report, launcherNonce), 'exited')).toMatchObject({ code: 0, leftover: 2 })
  const program = only(readRecords(report, launcherNonce), 'started') as { readonly pid: number }
  expect(
    processes().filter(({ pid, parent }) => parent === running.pid || parent === program.pid || pid === program.pid),
  ).toEqual([])
})

describe('a program that hangs', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'is killed by %s to the launcher, which still reports',
    async (signal) => {
      const running = startLaunch(launcher, [bad, nonce, 'hang'])
      await running.seen('stdout', begun)
      await running.seen('report', / started /)
      running.kill(signal)
      const { code, report } = await running.finished
      expect(code).toBe(137)
      expect(only(readRecords(report, launcherNonce), 'exited')).toMatchObject({ code: null, signal: 9 })
    },
  )

  test('dies with a launcher that is killed', async () => {
    const running = startLaunch(launcher, [bad, nonce, 'hang'])
    await running.seen('stdout', begun)
    const pid = pidOf(await running.seen('report', / started \{"pid":(\d+)/))
    expect(isGone(pid)).toBe(false)
    running.kill('SIGKILL')
    await until(() => isGone(pid))
    expect((await running.finished).signal).toBe('SIGKILL')
  })

  test('dies, and the launcher too, when the process that started the launcher is killed', async () => {
    // The shell stays as the launcher's parent because something follows; its own parent is this process.
    const script = '"$0" --nonce "$1" --report 3 -- "$2" "$3" hang; exit 1'
    const shell = start('/bin/sh', ['-c', script, launcher, launcherNonce, bad, nonce])
    const pid = pidOf(await shell.seen('report', / started \{"pid":(\d+)/))
    const parent = processes().find((process) => process.pid === pid)?.parent ?? -1
    expect(processes().find((process) => process.pid === parent)?.parent).toBe(shell.pid)
    shell.kill('SIGKILL')
    await until(() => isGone(pid) && isGone(parent))
    await shell.finished
  })
})

test('a report that nobody reads ends launcher and program: nothing runs unobserved', async () => {
  const script = '"$0" --nonce "$1" --report 3 -- "$2" "$3" exit-1 3>/dev/full'
  const { code, stdout } = await runToEnd('/bin/sh', ['-c', script, launcher, launcherNonce, bad, nonce])
  expect(code).toBe(120)
  expect(stdout).toHaveLength(0)
})
