import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { type ChannelName, canonicalJson, type JsonValue, type Target } from '@capbench/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { runMachine } from '../../src/run/run-machine.ts'
import { processesWith } from '../helpers/processes.ts'
import { faultyBenchmark } from './support/faulty-benchmark.ts'
import { type FaultyCampaign, faultyCampaign } from './support/faulty-campaign.ts'

const limits = { launch: 30_000, boot: 60_000, run: 60_000, exit: 20_000 }
const guest = (name: string): Target<string, 'linux'> => linuxGuest({ name, accelerator: 'tcg' })

/** A target during whose runs something happens, once, when the first record has come. */
function whenRunning(name: string, act: (pid: number, args: readonly string[]) => void): Target<string, 'linux'> {
  const target = guest(name)
  return {
    ...target,
    execute: (request, sink, signal) => {
      let args: readonly string[] = []
      let acted = false
      const write = (channel: ChannelName, chunk: Uint8Array): void => {
        sink.write(channel, chunk)
        if (channel !== 'records' || acted) return
        acted = true
        const [pid] = processesWith(request.nonce)
        if (pid !== undefined) act(pid, args)
      }
      const started: typeof sink.started = (command) => {
        args = command.args
        sink.started(command)
      }
      return target.execute(request, { ...sink, started, write }, signal)
    },
  }
}

/** What the kernel says about a running process. */
interface Seen {
  readonly status: string
  readonly environment: readonly string[]
  readonly command: readonly string[]
  readonly args: readonly string[]
  readonly listening: readonly string[]
  readonly sockets: number
}

const proc = (pid: number, file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8')
const words = (text: string): readonly string[] => text.split('\0').filter((word) => word !== '')

function look(pid: number, args: readonly string[]): Seen {
  const inodes = readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? []
    return inode === undefined ? [] : [inode]
  })
  // any socket of a network, and unix sockets that accept connections (flag __SO_ACCEPTCON)
  const network = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'packet'].flatMap((file) => {
    const lines = proc(pid, `net/${file}`).split('\n')
    return lines.slice(1).filter((line) => line.split(/\s+/).some((word) => inodes.includes(word)))
  })
  const unix = proc(pid, 'net/unix').split('\n')
  const accepting = unix.filter((line) => inodes.includes(line.split(/\s+/)[6] ?? '') && line.includes(' 00010000 '))
  return {
    status: proc(pid, 'status'),
    environment: words(proc(pid, 'environ')),
    command: words(proc(pid, 'cmdline')),
    args,
    listening: [...network, ...accepting],
    sockets: inodes.length,
  }
}

const benchmark = faultyBenchmark('outside', 'bad', [{ mode: 'hang' }])
const passing = faultyBenchmark('watched', 'bad', [{ mode: 'panic-text' }])
let killed: FaultyCampaign
let watched: FaultyCampaign
let seen: Seen | undefined

beforeAll(async () => {
  const signals = ['KILL', 'TERM', 'INT', 'SEGV'].map((signal) =>
    whenRunning(`sig${signal.toLowerCase()}`, (pid) => spawnSync('sh', ['-c', `kill -${signal} ${pid}`])),
  )
  killed = await faultyCampaign([benchmark], signals)
  const watching = whenRunning('watched', (pid, args) => {
    seen = look(pid, args)
  })
  watched = await faultyCampaign([passing], [watching])
}, 600_000)
afterAll(() => {
  killed?.remove()
  watched?.remove()
})

describe('a QEMU that somebody else ends', () => {
  it.each([
    ['sigkill', 'SIGKILL'],
    ['sigterm', 'exit code 0'],
    ['sigint', 'exit code 0'],
    ['sigsegv', 'SIGSEGV'],
  ])('%s is invalid, abnormal_exit, even where QEMU says 0', (target, says) => {
    const outcome = killed.outcome('outside', target, 'hang')
    expect(outcome).toMatchObject({ status: 'invalid', reasons: ['abnormal_exit', 'records_lost'] })
    expect(outcome.detail).toContain(says)
    expect(outcome.log('launcher').toString()).toContain('"program":"capbench-launch"')
  })

  it('names who asked for it, where QEMU knows', () => {
    for (const target of ['sigterm', 'sigint']) {
      const { detail } = killed.outcome('outside', target, 'hang')
      expect(detail).toMatch(/terminating on signal \d+ from pid \d+ /)
      expect(detail).toContain('"reason":"host-signal"')
    }
  })
})

describe('a running QEMU', () => {
  const statusOf = (field: string): readonly string[] =>
    (new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(seen?.status ?? '')?.[1] ?? '').split(/\s+/)

  it('was watched while its run passed', () => {
    expect(watched.outcome('watched', 'watched', 'panic-text').status).toBe('passed')
    expect(seen).toBeDefined()
  })

  it('is sandboxed by a filter of system calls that it cannot take off', () => {
    expect(statusOf('Seccomp')).toEqual(['2'])
    expect(Number(statusOf('Seccomp_filters')[0])).toBeGreaterThan(0)
    expect(statusOf('NoNewPrivs')).toEqual(['1'])
  })

  it('is the user who started it', () => {
    const uid = `${process.getuid?.()}`
    expect(statusOf('Uid')).toEqual([uid, uid, uid, uid])
    const gid = `${process.getgid?.()}`
    expect(statusOf('Gid')).toEqual([gid, gid, gid, gid])
  })

  it('has no network: no socket of one, and none that anybody could connect to', () => {
    expect(seen?.listening).toEqual([])
    expect(seen?.sockets).toBeGreaterThanOrEqual(5)
  })

  it('gets nothing of the environment but PATH and a locale', () => {
    const names = seen?.environment.map((entry) => entry.split('=')[0])
    expect(names?.toSorted()).toEqual(['LC_ALL', 'PATH'])
  })

  it('is the command that the evidence holds, less the wrappers that it replaced', () => {
    expect(seen?.args.slice(-(seen.command.length - 1))).toEqual(seen?.command.slice(1))
    expect(seen?.command).toEqual(expect.arrayContaining(['-nodefaults', '-no-user-config', '-no-reboot']))
  })
})

it('QEMU itself knows of no network, no drive, and no port but the sockets it was given', async () => {
  const [qemu = '', ...args] = seen?.command ?? []
  const said: Record<string, JsonValue> = {}
  const sink = { started: () => {}, write: () => {}, event: () => {}, artifact: () => {} }
  await runMachine(
    {
      qemu,
      args,
      limits,
      nonces: { nonce: 'a'.repeat(32), launcherNonce: 'b'.repeat(32) },
      hooks: {
        onReady: async ({ monitor, quit }) => {
          for (const command of ['info network', 'info usb', 'info pci'])
            said[command] = await monitor.execute('human-monitor-command', { 'command-line': command })
          for (const command of ['query-block', 'query-vnc', 'query-chardev', 'query-status'])
            said[command] = await monitor.execute(command)
          await quit()
        },
      },
    },
    sink,
    new AbortController().signal,
  )
  expect(said['info network']).toBe('')
  expect(said['info usb']).toMatch(/USB support not enabled/)
  expect(said['query-block']).toEqual([])
  expect(said['query-vnc']).toMatchObject({ enabled: false })
  expect(said['info pci']).not.toMatch(/Ethernet|VGA|USB|SCSI/i)
  const ports = said['query-chardev'] as readonly { readonly label: string; readonly filename: string }[]
  expect(ports.map(({ label }) => label).toSorted()).toEqual([
    'console',
    'diagnostics',
    'launcher',
    'monitor',
    'records',
  ])
  for (const { filename } of ports) expect(filename).toMatch(/^unix:|^disconnected:unix:/)
  expect(canonicalJson(said['query-status'] ?? null)).toContain('"running":false')
})
