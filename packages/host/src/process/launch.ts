import type { Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import type { ProcessExit } from '@capbench/core'
import { openChannel } from './channel.ts'
import { type Command, prepareCommand } from './command.ts'
import { minimalEnvironment } from './environment.ts'
import { signalGroup } from './group.ts'
import { type Launched, watchOver } from './launched.ts'
import { checkLaunchOptions, type LaunchOptions } from './options.ts'
import { guard } from './safety-net.ts'

/**
 * Starts a host process, never through a shell. This is the only place in capbench that starts one.
 *
 * A process that cannot be started is a result (`exit` says `not-started`), not an exception.
 *
 * @throws CapbenchError CAPBENCH_USAGE for options that cannot be
 */
export async function launch(options: LaunchOptions): Promise<Launched> {
  checkLaunchOptions(options)
  const {
    file,
    args,
    cpus,
    env = minimalEnvironment(),
    cwd = process.cwd(),
    channels = 0,
    files = [],
    dieWithParent = true,
  } = options
  if (options.signal?.aborted) return notStarted({ file, args }, 'ABORTED', 'cancelled before the start')
  const { PATH: path = '' } = env
  const prepared = prepareCommand({ file, args, cwd, path, cpus, dieWithParent })
  if (!prepared.ready) return notStarted({ file, args }, prepared.code, prepared.message)
  const { execa } = await import('execa') // loaded with the first process, not with the package
  const { command, diesWithParent } = prepared
  const subprocess = execa(command.file, command.args, {
    cwd,
    env,
    extendEnv: false,
    detached: true, // a group (and session) of its own
    cleanup: false, // the safety net covers the whole group
    reject: false,
    buffer: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    stdio: [
      options.input === undefined ? 'ignore' : 'pipe',
      'pipe',
      'pipe',
      ...Array.from({ length: channels }, () => 'pipe' as const),
      ...(files as readonly 3[]), // any descriptor will do; execa's types name only some
    ],
    ...(options.input === undefined ? {} : { input: options.input }),
  })
  const { pid } = subprocess
  if (pid === undefined) {
    const { code = 'UNKNOWN', originalMessage = 'the process did not start' } = await subprocess
    return notStarted(command, code, originalMessage)
  }
  guard(pid)
  const exit = new Promise<ProcessExit>((resolve) => {
    subprocess.nodeChildProcess.once('exit', (code, signal) => {
      signalGroup(pid, 'SIGKILL')
      resolve(signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signalled', signal })
    })
  })
  const open = subprocess.stdio.slice(1, 3 + channels).map((stream) => openChannel(stream as Socket))
  return watchOver({ pid, command, diesWithParent, exit, open, options })
}

function notStarted(command: Command, code: string, message: string): Launched {
  const exit: ProcessExit = { kind: 'not-started', code, message }
  const empty = (): PassThrough => new PassThrough().end()
  return {
    pid: undefined,
    command,
    diesWithParent: false,
    stdout: empty(),
    stderr: empty(),
    channels: [],
    exit: Promise.resolve(exit),
    kill: () => false,
    end: () => Promise.resolve({ exit, cause: null, groupEmpty: true }),
  }
}
