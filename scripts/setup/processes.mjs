// Child processes of the set-up scripts: each in a group of its own, so that a signal to the script ends all of it.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import process from 'node:process'

const live = new Set()
let interruption

/** Exit status if the user interrupted the script, otherwise undefined. */
export const interrupted = () => interruption

function toGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

function interrupt(signal) {
  if (interruption !== undefined) return // npm passes on the signal that the terminal has already sent
  interruption = 128 + constants.signals[signal]
  if (live.size === 0) process.exit(interruption)
  for (const child of live) toGroup(child, signal)
  setTimeout(() => {
    for (const child of live) toGroup(child, 'SIGKILL')
  }, 15_000).unref()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt)

/**
 * Runs a command to its end and returns its exit status (128 + signal if it was killed, 127 if it could not start)
 * and, where `stdio` pipes it, its standard output. `foreground` keeps the terminal's group: sudo asks for a password.
 */
export function run(command, args, { env = process.env, cwd, stdio = 'inherit', foreground = false } = {}) {
  if (interruption !== undefined) return Promise.resolve({ status: interruption, output: '' })
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio, detached: !foreground })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    if (child.pid !== undefined) live.add(child)
    child.on('error', (error) => resolve({ status: 127, output: error.message }))
    child.on('close', (code, signal) => {
      live.delete(child)
      if (interruption !== undefined && !foreground) toGroup(child, 'SIGTERM')
      resolve({ status: code ?? 128 + constants.signals[signal], output })
    })
  })
}
