import { formatCpuList } from '../topology/cpu-list.ts'
import { findExecutable } from './executable.ts'

/** A command with its arguments and surroundings. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
}

export type PreparedCommand =
  | { readonly ready: true; readonly command: Command; readonly diesWithParent: boolean }
  | { readonly ready: false; readonly code: string; readonly message: string }

export interface CommandNeeds {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly path: string
  readonly cpus: readonly number[] | undefined
  readonly dieWithParent: boolean
}

/** util-linux tools of every Debian; these places are looked at when PATH of the process is narrower. */
const toolPath = '/usr/local/bin:/usr/bin:/bin'

/**
 * The command with its wrappers: `setpriv` for the death signal, then `taskset` for the affinity. Both replace
 * themselves by `exec`, so the process keeps its pid.
 */
export function prepareCommand({ file, args, cwd, path, cpus, dieWithParent }: CommandNeeds): PreparedCommand {
  const program = findExecutable(file, cwd, path)
  if (!program.found) return { ready: false, code: program.code, message: program.message }
  let command: Command = { file: program.path, args }
  if (cpus !== undefined) {
    const taskset = findExecutable('taskset', cwd, toolPath)
    if (!taskset.found)
      return { ready: false, code: taskset.code, message: `pinning needs taskset (util-linux): ${taskset.message}` }
    command = { file: taskset.path, args: ['--cpu-list', formatCpuList(cpus), command.file, ...command.args] }
  }
  const setpriv = dieWithParent ? findExecutable('setpriv', cwd, toolPath) : undefined
  if (!setpriv?.found) return { ready: true, command, diesWithParent: false }
  return {
    ready: true,
    command: { file: setpriv.path, args: ['--pdeathsig', 'KILL', '--', command.file, ...command.args] },
    diesWithParent: true,
  }
}
