import { lstatSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { CapbenchError, shellWord } from '@capbench/core'

/** Where a debugger reaches a guest: a port of this host's own loopback, or a unix socket that QEMU makes. */
export type DebuggerChoice = { readonly port: number } | { readonly path: string }

/** Longest path of a unix socket on Linux, in bytes (unix(7)). */
const longestPath = 107

/**
 * @param factory name of the function whose option `gdb` it is, for messages
 * @throws CapbenchError `CAPBENCH_USAGE` for a place where nobody could connect
 */
export function checkDebugger(factory: string, choice: DebuggerChoice): void {
  const usage = (wanted: string): CapbenchError =>
    new CapbenchError('CAPBENCH_USAGE', `${factory}: ${wanted} was wanted for gdb, got ${JSON.stringify(choice)}`)
  if ('port' in choice) {
    if (!(Number.isInteger(choice.port) && choice.port >= 1 && choice.port <= 65_535)) throw usage('a port')
    return
  }
  if (!isAbsolute(choice.path) || choice.path.includes('\0') || Buffer.byteLength(choice.path) > longestPath)
    throw usage(`an absolute path of at most ${longestPath} bytes`)
  const existing = lstatSync(choice.path, { throwIfNoEntry: false })
  if (existing && !existing.isSocket()) throw usage('a path that is free, because QEMU removes what it finds there,')
}

/** QEMU's arguments for it. The file mode of the socket, by the umask, lets nobody else write to it. */
export function debuggerArguments(choice: DebuggerChoice | undefined): readonly string[] {
  if (choice === undefined) return []
  if ('port' in choice) return ['-gdb', `tcp:127.0.0.1:${choice.port}`]
  return ['-gdb', `unix:${choice.path.replaceAll(',', ',,')},server=on,wait=off`]
}

/** The command that attaches. */
export function attachLine(choice: DebuggerChoice): string {
  const remote = 'port' in choice ? `127.0.0.1:${choice.port}` : choice.path
  return `gdb -ex ${shellWord(`target remote ${remote}`)}`
}

/** Does a debugger let the machine of this command line go? Then nobody else does. */
export const waitsForDebugger = (args: readonly string[]): boolean => args.includes('-gdb')
