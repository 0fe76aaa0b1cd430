import process from 'node:process'
import { exitCodes } from '@capbench/core'
import { terminalOf } from './live/terminal.ts'
import { main } from './main.ts'
import { sources } from './suites/sources.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

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

/** The first signal cancels in good order; the second one acts as if nobody listened. */
function cancelOnSignal(say: (text: string) => void): AbortSignal {
  const controller = new AbortController()
  const onSignal = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      for (const name of signals) process.removeListener(name, onSignal)
      process.kill(process.pid, signal)
      return
    }
    say('\ncapbench: cancelling; what there is will be published. Once more ends at once.\n')
    controller.abort()
  }
  for (const name of signals) process.on(name, onSignal)
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
