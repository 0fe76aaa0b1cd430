import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../../src/process/launch.ts'
import type { Launched } from '../../src/process/launched.ts'
import { isAlive, until } from '../support.ts'

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
const bash = (script: string): { file: string; args: string[] } => ({ file: 'bash', args: ['-c', script] })

describe('what a process is given', () => {
  test('nothing of the environment but PATH', async () => {
    process.env.CAPBENCH_TEST_SECRET = 'leaked'
    const child = await launch({ file: 'env', args: [] })
    const [stdout] = await Promise.all([text(child.stdout), child.exit])
    delete process.env.CAPBENCH_TEST_SECRET
    expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('PATH='))).toEqual([])
    await child.end()
  })

  test('exactly the environment that was named', async () => {
    const child = await launch({ file: '/usr/bin/env', args: [], env: { ONLY: 'this' } })
    expect(await text(child.stdout)).toBe('ONLY=this\n')
    await child.end()
  })

  test('arguments as they are, without a shell between', async () => {
    const args = ['$HOME', '*', '; exit 7', 'a b', '"', '']
    const child = await launch({ file: 'printf', args: ['%s\\n', ...args] })
    expect(await text(child.stdout)).toBe(`${args.join('\n')}\n`)
    expect(await child.exit).toEqual({ kind: 'exited', code: 0 })
    await child.end()
  })

  test('/dev/null as standard input, or the input and its end', async () => {
    const silent = await launch({ file: 'cat', args: [] })
    expect(await text(silent.stdout)).toBe('')
    const fed = await launch({ file: 'cat', args: [], input: new Uint8Array([0, 255, 10]) })
    expect(Buffer.from(await text(fed.stdout), 'utf8')).toEqual(Buffer.from([0, 0xef, 0xbf, 0xbd, 10]))
    await Promise.all([silent.end(), fed.end()])
  })

  test('socket pairs that carry bytes both ways', async () => {
    const script = `
import socket, os
a, b = socket.socket(fileno=3), socket.socket(fileno=4)
assert os.get_blocking(3)
a.sendall(b'three:' + a.recv(64)); b.sendall(b'four:' + b.recv(64)); a.sendall(b'\\xff\\x00')`
    const child = await launch({ file: 'python3', args: ['-c', script], channels: 2 })
    child.channels[0]?.writable.write('ping')
    child.channels[1]?.writable.write('pong')
    const bytes: Buffer[] = []
    for await (const chunk of child.channels[0]?.readable ?? []) bytes.push(chunk)
    expect(Buffer.concat(bytes)).toEqual(Buffer.concat([Buffer.from('three:ping'), Buffer.from([0xff, 0])]))
    expect(await text(child.channels[1]?.readable as Readable)).toBe('four:pong')
    expect(await text(child.stderr)).toBe('')
    expect(await child.exit).toEqual({ kind: 'exited', code: 0 })
    await child.end()
  })

  test('open files of its parent, after its channels', async () => {
    const own = mkdtempSync(join(tmpdir(), 'capbench-launch-'))
    const path = join(own, 'state')
    writeFileSync(path, 'kept')
    const file = openSync(path, 'r')
    const child = await launch({ ...bash('readlink /proc/self/fd/4; cat <&4'), channels: 1, files: [file] })
    expect(await text(child.stdout)).toBe(`${path}\nkept`)
    await child.end()
    closeSync(file)
    rmSync(own, { recursive: true })
    await expect(launch({ ...bash('exit'), files: [-1] })).rejects.toThrow(/files as open descriptors from 3 on/)
  })

  test('the CPUs that were asked for, before its first instruction', async () => {
    const child = await launch({ file: 'grep', args: ['Cpus_allowed_list', '/proc/self/status'], cpus: [0] })
    expect(await text(child.stdout)).toBe('Cpus_allowed_list:\t0\n')
    expect(child.command.args).toContain('--cpu-list')
    await child.end()
  })

  test('no descriptor that we opened', async () => {
    const ours = openSync(import.meta.filename, 'r')
    const child = await launch({ file: 'ls', args: ['-l', '/proc/self/fd'] })
    expect(await text(child.stdout)).not.toContain(import.meta.filename)
    await child.end()
    closeSync(ours)
  })
})

describe('how a process ends', () => {
  test('with its exit code or its signal, and nothing of the SDK in it', async () => {
    const exits = await launch(bash('exit 7'))
    const dies = await launch(bash('kill -SEGV $$'))
    expect(await exits.exit).toEqual({ kind: 'exited', code: 7 })
    expect(await exits.end()).toMatchObject({ cause: null, groupEmpty: true })
    expect(await dies.exit).toEqual({ kind: 'signalled', signal: 'SIGSEGV' })
    expect((await dies.end()).cause).toBeNull()
  })

  test('output that nobody read before the exit is still there, complete', async () => {
    const child = await launch(bash('head -c 100000 /dev/zero; echo late'))
    const reader = text(child.stdout)
    expect(await child.exit).toEqual({ kind: 'exited', code: 0 })
    expect(await reader).toHaveLength(100_005)
    const small = await launch(bash('echo early'))
    await small.exit
    await sleep(100)
    await small.end()
    expect(await text(small.stdout)).toBe('early\n')
  })

  test('a slow reader loses nothing when the group is ended', async () => {
    const child = await launch({ file: 'head', args: ['-c', '150000', '/dev/zero'] })
    await child.exit.catch(() => {})
    await child.end()
    await sleep(50)
    expect(await text(child.stdout)).toHaveLength(150_000)
  })

  test('by SIGTERM where it listens, by SIGKILL where it does not', async () => {
    const polite = await launch(bash('trap "exit 3" TERM; echo up; while :; do sleep 0.05; done'))
    await once(polite.stdout, 'data')
    expect(await polite.end()).toEqual({ exit: { kind: 'exited', code: 3 }, cause: 'caller', groupEmpty: true })
    const deaf = await launch({ ...bash('trap "" TERM; echo up; while :; do sleep 0.05; done'), graceMs: 100 })
    await once(deaf.stdout, 'data')
    expect(await deaf.end()).toEqual({
      exit: { kind: 'signalled', signal: 'SIGKILL' },
      cause: 'caller',
      groupEmpty: true,
    })
    expect(isAlive(deaf.pid)).toBe(false)
  })

  test('and then nothing keeps its parent alive, however long the grace was', async () => {
    const module = join(import.meta.dirname, '../../src/process/launch.ts')
    const script = `
      const { launch } = await import(${JSON.stringify(module)})
      const child = await launch({ file: 'sleep', args: ['60'], graceMs: 600_000 })
      console.log((await child.end()).exit.signal)`
    const args = ['--conditions=@capbench/source', '--input-type=module', '-e', script]
    const parent = await launch({ file: process.execPath, args })
    parent.stderr.resume()
    expect(await text(parent.stdout)).toBe('SIGTERM\n')
    expect(await parent.exit).toEqual({ kind: 'exited', code: 0 }) // not before the time limit of this test otherwise
  })

  test('at its time limit, with the cause', async () => {
    const child = await launch({ file: 'sleep', args: ['60'], timeoutMs: 50 })
    expect(await child.exit).toEqual({ kind: 'signalled', signal: 'SIGTERM' })
    expect((await child.end()).cause).toBe('timeout')
  })

  test('when its signal aborts; an abort that came before the start starts nothing', async () => {
    const controller = new AbortController()
    const child = await launch({ file: 'sleep', args: ['60'], signal: controller.signal })
    controller.abort()
    expect(await child.exit).toEqual({ kind: 'signalled', signal: 'SIGTERM' })
    expect((await child.end('timeout')).cause).toBe('abort')
    const never = await launch({ file: 'sleep', args: ['60'], signal: controller.signal })
    expect(never.pid).toBeUndefined()
    expect(await never.exit).toMatchObject({ kind: 'not-started', code: 'ABORTED' })
  })

  test('together with its grandchildren, also those that ignore SIGTERM or outlive it', async () => {
    const child = await launch({
      ...bash('(trap "" TERM; sleep 60) & echo $!; sleep 60 & echo $!; wait'),
      graceMs: 100,
    })
    const pids = String((await once(child.stdout, 'data'))[0])
      .trim()
      .split('\n')
      .map(Number)
    expect((await child.end()).groupEmpty).toBe(true)
    expect(pids.map(isAlive)).toEqual(pids.map(() => false))
    const leaves = await launch(bash('sleep 60 & echo $!'))
    const [orphan] = (await text(leaves.stdout)).trim().split('\n').map(Number)
    expect(await leaves.exit).toEqual({ kind: 'exited', code: 0 })
    await leaves.end()
    expect(isAlive(orphan)).toBe(false)
  })

  test('without waiting for a process that left the group and holds a channel open', async () => {
    const child = await launch(bash('setsid bash -c "echo \\$\\$; exec sleep 5" & sleep 60'))
    child.stderr.resume()
    const escaped = Number(String((await once(child.stdout, 'data'))[0]))
    await child.end()
    expect(await text(child.stdout)).toBe('')
    process.kill(escaped, 'SIGKILL')
  })
})

describe('what cannot be started', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'capbench-launch-'))
    writeFileSync(join(directory, 'plain'), 'touch ran\n', { mode: 0o755 })
    writeFileSync(join(directory, 'locked'), '#!/bin/bash\n', { mode: 0o644 })
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  test.each([
    ['no-such-program', 'ENOENT'],
    ['./missing', 'ENOENT'],
    ['./locked', 'EACCES'],
    ['/tmp', 'EACCES'],
    ['./plain', 'ENOEXEC'], // execvp would hand it to /bin/sh
  ])('%s is a result with %s', async (file, code) => {
    const child = await launch({ file, args: [], cwd: directory })
    expect(await child.exit).toMatchObject({ kind: 'not-started', code })
    expect(child.pid).toBeUndefined()
    expect(await text(child.stdout)).toBe('')
    expect((await child.end()).groupEmpty).toBe(true)
  })

  test('arguments that do not fit and a directory that is not there are results too', async () => {
    const large = await launch({ file: 'true', args: ['x'.repeat(4_000_000)] })
    expect(await large.exit).toMatchObject({ kind: 'not-started', code: 'E2BIG' })
    const nowhere = await launch({ file: 'true', args: [], cwd: join(directory, 'nowhere') })
    expect(await nowhere.exit).toMatchObject({ kind: 'not-started', code: 'ENOENT' })
  })

  test.each([
    { args: ['a\0b'] },
    { cpus: [] },
    { cpus: [-1] },
    { channels: -1 },
    { timeoutMs: Number.NaN },
    { file: '' },
  ])('%j is refused', async (wrong) => {
    await expect(launch({ file: 'true', args: [], ...wrong })).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
  })
})

describe('when the SDK itself ends', () => {
  const child = join(import.meta.dirname, 'parent.fixture.ts')
  async function parent(mode: string): Promise<{ pid: number; sleeper: number; exit: Launched['exit'] }> {
    const started = await launch({
      file: process.execPath,
      args: ['--conditions=@capbench/source', child, mode],
      dieWithParent: false,
    })
    started.stderr.resume()
    const [line] = await once(started.stdout, 'data')
    return { pid: started.pid ?? 0, sleeper: Number(String(line)), exit: started.exit }
  }

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s leaves no process behind', async (signal) => {
    const { pid, sleeper, exit } = await parent('wait')
    expect(isAlive(sleeper)).toBe(true)
    process.kill(pid, signal)
    await until(() => !isAlive(sleeper))
    expect(await exit).toEqual({ kind: 'signalled', signal })
  })

  test.each([
    ['exit', 4],
    ['throw', 1],
  ])('%s leaves no process behind', async (mode, code) => {
    const { sleeper, exit } = await parent(mode)
    await until(() => !isAlive(sleeper))
    expect(await exit).toEqual({ kind: 'exited', code })
  })

  test('a program that handles the signal itself decides, and its end is still covered', async () => {
    const { pid, sleeper, exit } = await parent('listen')
    process.kill(pid, 'SIGINT')
    expect(await exit).toEqual({ kind: 'exited', code: 9 })
    await until(() => !isAlive(sleeper))
  })

  test('handlers stay no longer than the process', async () => {
    const count = (): number[] => ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name))
    const before = count()
    const running = await launch({ file: 'sleep', args: ['60'] })
    expect(count()).toEqual(before.map((n) => n + 1))
    await running.end()
    expect(count()).toEqual(before)
  })

  test('no zombie is left', async () => {
    const running = await launch({ file: 'sleep', args: ['60'] })
    await running.end()
    expect(() => readFileSync(`/proc/${running.pid}/stat`)).toThrow('ENOENT')
  })
})
