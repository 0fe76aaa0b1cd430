// Named steps with a log each: one short line when a step is done, the tail of its log when it failed.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { interrupted, run } from './processes.mjs'

/** The root of the repository: everything runs here, whatever the caller's directory is. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** Logs and stamps; git ignores it. */
export const cache = join(root, '.cache')

const tailLines = 40

/** Carries the exit status of a step that failed or was interrupted; the reason has been printed. */
export class StepFailure extends Error {
  constructor(status) {
    super(`a step failed with status ${status}`)
    this.status = status
  }
}

let lines = process.stdout

/** For a script whose standard output is its command's alone. */
export function tellOnStandardError() {
  lines = process.stderr
}

export const tell = (line) => lines.write(`${line}\n`)

// Whoever reads may stop reading; a full disk ends the script, in one line.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`cannot write to standard output: ${error.message}\n`)
  process.exit(2)
})

function report(name, outcome, seconds) {
  const line = `${name.padEnd(12)} ${outcome.padEnd(9)} ${seconds.toFixed(1).padStart(6)} s`
  tell(lines.isTTY ? `\r${line}` : line)
}

function tail(path) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.slice(-tailLines).join('\n')
}

/**
 * Runs `work(log)`, where `log` is a file descriptor, and prints one line. `work` returns an exit status, or
 * a status and a word for the line.
 */
export async function attempt(name, work) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, `${name}.log`)
  const log = openSync(path, 'w')
  const begin = performance.now()
  if (lines.isTTY) lines.write(`${name.padEnd(12)} ...`)
  const result = await work(log)
  closeSync(log)
  const { status, word = 'ok' } = typeof result === 'number' ? { status: result } : result
  const seconds = (performance.now() - begin) / 1000
  const end = interrupted()
  report(name, end !== undefined ? 'stopped' : status === 0 ? word : 'FAILED', seconds)
  if (end !== undefined) throw new StepFailure(end)
  if (status !== 0) tell(`${tail(path)}\n${name}: exit status ${status}, whole log in ${relative(root, path)}`)
  return { name, status, seconds }
}

/** As `attempt`, but a failure ends the script. */
export async function step(name, work) {
  const outcome = await attempt(name, work)
  if (outcome.status !== 0) throw new StepFailure(outcome.status)
  return outcome
}

/** Work for a step that is one command, its output in the step's log. */
export const command = (program, args, env) => async (log) => {
  const { status } = await run(program, args, { env, cwd: root, stdio: ['ignore', log, log] })
  return status
}

/** Runs `main` and exits with its status. */
export async function script(main) {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error
    process.exitCode = error.status
  }
}
