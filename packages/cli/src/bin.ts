#!/usr/bin/env node
import process from 'node:process'
import { main } from './main.ts'
import { sources } from './suites/sources.ts'

const controller = new AbortController()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The first signal cancels in good order; the second one acts as if nobody listened. */
function onSignal(signal: NodeJS.Signals): void {
  if (controller.signal.aborted) {
    for (const name of signals) process.removeListener(name, onSignal)
    process.kill(process.pid, signal)
    return
  }
  process.stderr.write('\ncapbench: cancelling; what there is will be published. Once more ends at once.\n')
  controller.abort()
}
for (const signal of signals) process.on(signal, onSignal)
// Whoever reads may stop reading, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await main(
  process.argv.slice(2),
  {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    columns: process.stderr.isTTY ? process.stderr.columns : undefined,
    environment: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
  },
  sources,
)
