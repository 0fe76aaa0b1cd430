import { PassThrough, type Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessExit } from '@capbench/core'
import { startLimit } from '../run/limit.ts'
import type { Channel, OpenChannel } from './channel.ts'
import type { Command } from './command.ts'
import type { EndCause, GroupEnd } from './exit.ts'
import { groupGone, signalGroup } from './group.ts'
import type { LaunchOptions } from './options.ts'
import { release } from './safety-net.ts'

/** How long a group may take to vanish after SIGKILL, and a channel to close after that, in milliseconds. */
const sweepMs = 5000
const lingerMs = 500

/** A host process that is its own process group. Whatever happens, call `end` (or await it) before forgetting it. */
export interface Launched {
  /** `undefined` where the process did not start. Wrappers replace themselves, so this is the pid of the program. */
  readonly pid: number | undefined
  /** What was started, wrappers included. */
  readonly command: Command
  /** Whether the kernel ends the process with its parent. */
  readonly diesWithParent: boolean
  /** Read it, or `resume()` it: a full channel stalls the process. */
  readonly stdout: Readable
  readonly stderr: Readable
  /** Descriptors 3, 4, ...: socket pairs, so QEMU takes them as `-chardev socket,fd=3`. */
  readonly channels: readonly Channel[]
  /**
   * Resolves when the first process has ended and is reaped; what is left of its group gets SIGKILL then. Never
   * rejects.
   */
  readonly exit: Promise<ProcessExit>
  /** Sends one signal to the group; false when it is gone. */
  readonly kill: (signal: NodeJS.Signals) => boolean
  /**
   * Ends the group for certain: SIGTERM, grace, SIGKILL. Resolves when the group is gone and the channels are closed;
   * for a process that has ended by itself it only waits for that. Safe to call more than once.
   */
  readonly end: (cause?: EndCause) => Promise<GroupEnd>
}

interface Running {
  readonly pid: number
  readonly command: Command
  readonly diesWithParent: boolean
  readonly exit: Promise<ProcessExit>
  /** Descriptors 1, 2, 3, ... */
  readonly open: readonly OpenChannel[]
  readonly options: LaunchOptions
}

/** Watches over a running group: time limit, abort, sweep after exit. */
export function watchOver({ pid, command, diesWithParent, exit, open, options }: Running): Launched {
  const { timeoutMs, signal, graceMs = 2000 } = options
  const exited = new AbortController()
  let cause: EndCause | null = null
  let ending: Promise<void> | undefined

  const swept = exit.then(async () => {
    exited.abort()
    const groupEmpty = await groupGone(pid, sweepMs)
    release(pid)
    return groupEmpty
  })
  const stop = async (): Promise<void> => {
    signalGroup(pid, 'SIGTERM')
    await sleep(graceMs, undefined, { signal: exited.signal }).catch(() => undefined) // the exit ends the wait
    if (!exited.signal.aborted) signalGroup(pid, 'SIGKILL')
  }
  const kill = (name: NodeJS.Signals): boolean => !exited.signal.aborted && signalGroup(pid, name)
  const end = async (why: EndCause = 'caller'): Promise<GroupEnd> => {
    if (!exited.signal.aborted && ending === undefined) {
      cause = why
      ending = stop()
    }
    await ending
    const groupEmpty = await swept
    await settle(open)
    return { exit: await exit, cause, groupEmpty }
  }

  if (timeoutMs !== undefined) {
    const stopLimit = startLimit(timeoutMs, () => void end('timeout'))
    exited.signal.addEventListener('abort', stopLimit)
  }
  signal?.addEventListener('abort', () => void end('abort'), { once: true, signal: exited.signal })
  if (signal?.aborted) void end('abort') // while the process was being started
  const [stdout, stderr, ...channels] = open
  return {
    pid,
    command,
    diesWithParent,
    stdout: stdout?.readable ?? new PassThrough().end(),
    stderr: stderr?.readable ?? new PassThrough().end(),
    channels,
    exit,
    kill,
    end,
  }
}

/**
 * The group is gone, so its channels close by themselves, except where a process that left the group still holds one.
 */
async function settle(open: readonly OpenChannel[]): Promise<void> {
  const closed = new AbortController()
  void Promise.all(open.map((channel) => channel.closed)).then(() => closed.abort())
  await sleep(lingerMs, undefined, { signal: closed.signal }).catch(() => undefined)
  if (closed.signal.aborted) return
  for (const channel of open) channel.abandon()
}
