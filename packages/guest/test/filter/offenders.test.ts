import type { Term } from '@capbench/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../support/launch.ts'
import { built, temporaryDirectory } from '../support/programs.ts'
import { type Line, only, readRecords } from '../support/records.ts'
import { launcherNonce, nonce } from '../support/run.ts'

const directory = temporaryDirectory()
let [launcher, offender] = ['', '']
beforeAll(async () => {
  launcher = await built('capbench-launch', directory)
  offender = await built('bad-authority', directory)
})

interface Tried {
  readonly code: number | null
  /** What the launcher reported. */
  readonly report: readonly Line[]
  readonly said: string
}

async function tryTo(mode: string, granted: readonly Term[], options: readonly string[] = []): Promise<Tried> {
  const program = [offender, nonce, mode]
  const { code, report, stdout } = await launch(launcher, program, ['--authority', granted.join(','), ...options])
  return { code, report: readRecords(report, launcherNonce), said: stdout.toString() }
}

const spawning = ['cpu', 'process.spawn'] as const
const threading = ['cpu', 'memory.map', 'thread.spawn', 'ipc.futex'] as const
const network = ['net.loopback', 'net.external'] as const

describe('a program that tries more than it may is stopped in the call, and call and term are named', () => {
  test.each<[mode: string, granted: readonly Term[], call: string, terms: readonly Term[]]>([
    ['socket', ['cpu'], 'socket', network],
    ['packet-socket', ['cpu', ...network], 'socket', ['device']],
    ['read-file', ['cpu'], 'openat', ['file.read']],
    ['write-file', ['cpu', 'file.read'], 'openat', ['file.write']],
    ['write-nothing', ['cpu', 'file.write'], 'openat', ['file.read']],
    ['exec', ['cpu'], 'execve', ['process.exec']],
    ['exec-again', ['cpu'], 'execveat', ['process.exec']],
    ['run-written', ['cpu', 'memory.map'], 'mmap', ['memory.exec']],
    ['pipe', ['cpu'], 'pipe2', ['ipc.pipe']],
    ['signal-init', ['cpu', 'signal'], 'kill', ['signal.other']],
    ['signal-all', ['cpu', 'signal'], 'kill', ['signal.other']],
    ['user-namespace', ['cpu'], 'unshare', ['namespace']],
    ['mount', ['cpu'], 'mount', ['mount']],
    ['ring', ['cpu'], 'io_uring_setup', ['io.uring']],
    ['counter', ['cpu'], 'perf_event_open', ['counters']],
    ['trace', ['cpu'], 'ptrace', ['trace']],
    ['filter', ['cpu'], 'seccomp', ['posture.change']],
    ['clock-of-cpu', ['cpu'], 'clock_gettime', ['clock.cpu']],
    ['no-such-call', ['cpu'], 'unknown', []],
    ['deaf', ['cpu'], 'socket', network],
    ['child-socket', spawning, 'socket', network],
  ])('%s under %s', async (mode, granted, call, terms) => {
    const { code, report, said } = await tryTo(mode, granted)
    expect(only(report, 'violation')).toMatchObject({ call, terms })
    expect(only(report, 'exited')).toMatchObject({ code: null, signal: 9 })
    expect(code).toBe(137)
    expect(said).toContain(' begin ')
    expect(said).not.toContain('survived')
  })

  test('fork, which libc makes a clone where there is no other call', async () => {
    const { report, said } = await tryTo('fork', ['cpu'])
    expect(only(report, 'violation')).toMatchObject({
      call: process.arch === 'x64' ? 'fork' : 'clone',
      terms: ['process.spawn'],
    })
    expect(said).not.toContain('survived')
  })

  test('a thread', async () => {
    const { report, said } = await tryTo('thread', ['cpu', 'memory.map'])
    expect(only(report, 'violation')).toMatchObject({ call: 'clone', terms: ['thread.spawn'] })
    expect(said).not.toContain('survived')
  })

  test('a socket of a thread', async () => {
    const { report, said } = await tryTo('thread-socket', threading)
    expect(only(report, 'violation')).toMatchObject({ call: 'socket', terms: network })
    expect(said).not.toContain(' end ')
  })

  test('a socket of an orphan, after its parent has ended well', async () => {
    const { report, said } = await tryTo('orphan-socket', spawning)
    // It is ended with its parent: in that call or before it.
    for (const { type, value } of report.filter((record) => record.type === 'violation'))
      expect({ type, value }).toMatchObject({ value: { call: 'socket', terms: network } })
    expect(only(report, 'exited')).toMatchObject({ leftover: 1 })
    expect(said).toContain(' end ')
  })

  test.for([
    ['int-80', 'i386'],
    ['number-of-x32', 'x32'],
  ])('a socket through another interface: %s', async ([mode = '', abi], ctx) => {
    if (process.arch !== 'x64') ctx.skip('only x86-64 has other interfaces')
    const { report, said } = await tryTo(mode, ['cpu'])
    expect(only(report, 'violation')).toMatchObject({ call: 'socket', abi, terms: [...network, 'posture.change'] })
    expect(said).not.toContain('survived')
  })
})

describe('a program that does what it may goes on', () => {
  test.each<[mode: string, granted: readonly Term[]]>([
    ['nothing', ['cpu']],
    ['nothing', []],
    ['clock', ['cpu']],
    ['clock-of-cpu', ['clock.cpu']],
    ['fork', spawning],
    ['thread', threading],
    ['pipe', ['cpu', 'ipc.pipe']],
    ['socket', ['cpu', 'net.loopback']],
    ['run-written', ['cpu', 'memory.map', 'memory.exec']],
  ])('%s under %s', async (mode, granted) => {
    const { code, report, said } = await tryTo(mode, granted)
    expect(report.filter(({ type }) => type === 'violation')).toEqual([])
    expect(code).toBe(0)
    expect(said).toContain(' survived ')
  })
})
