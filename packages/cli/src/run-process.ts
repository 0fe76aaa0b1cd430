import process from 'node:process'
import { exitCodes } from '@capbench/core'
import { terminalOf } from './live/terminal.ts'
import { main } from './main.ts'
import { sources } from './suites/sources.ts'

/** Of a reboot, a scheduler or a lost connection: nobody has decided that the campaign is over. */
const interruptions = ['SIGTERM', 'SIGHUP'] as const

/** The command line on this process: its arguments, streams and signals; sets the exit code. */
export async function runProcess(): Promise<void> {
  const terminal = terminalOf(process.stderr, process.env)
  const stderr = terminal?.write ?? ((text: string) => process.stderr.write(text))
  const signal = cancelOnSignal(stderr)
  const isWritten = watchStreams()
  const code = await main(
    process.argv.slice(2),
    {
      stdout: (text) => process.stdout.write(text),
      stderr,
      terminal,
      environment: process.env,
      cwd: process.cwd(),
      signal,
    },
    sources,
  )
  process.exitCode = isWritten() ? code : exitCodes.usage
}

/**
 * The first Ctrl-C cancels in good order; the second one acts as if nobody listened. What interrupts ends the process
 * at once, as a crash does: its stage stays, and what it had started dies with it.
 */
function cancelOnSignal(say: (text: string) => void): AbortSignal {
  const controller = new AbortController()
  const asIfNobodyListened = (signal: NodeJS.Signals) => {
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }
  process.on('SIGINT', (signal) => {
    if (controller.signal.aborted) return asIfNobodyListened(signal)
    say('\ncapbench: cancelling; what there is will be published. Once more ends at once.\n')
    controller.abort()
  })
  for (const name of interruptions)
    process.on(name, (signal) => {
      say(`\ncapbench: ended by ${signal}. A campaign keeps its finished runs; the same command goes on with them.\n`)
      asIfNobodyListened(signal)
    })
  return controller.signal
}

/**
 * Returns whether standard output took everything. Whoever reads may stop reading, as `head` does; a full disk loses
 * the result. Progress that cannot be written costs nobody a result.
 */
function watchStreams(): () => boolean {
  let written = true
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || !written) return
    written = false
    process.stderr.write(`capbench: cannot write the result to standard output: ${error.message}\n`)
    process.exitCode = exitCodes.usage
  })
  return () => written
}
