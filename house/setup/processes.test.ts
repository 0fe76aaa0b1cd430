import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { root } from '../tree.ts'

const module = JSON.stringify(join(root, 'scripts/setup/processes.mjs'))

/** Starts a script that runs one shell command as the set-up does and exits with what `run` said. */
function start(shell: string) {
  const program = `
    const { interrupted, run } = await import(${module})
    const { status } = await run('sh', ['-c', ${JSON.stringify(shell)}])
    process.exit(interrupted() ?? status)`
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Whether a process runs: a zombie that its new parent has not read yet does not. */
function runs(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test('the exit status of a command is passed through', async () => {
  const [status] = await once(start('exit 7'), 'exit')
  expect(status).toBe(7)
})

test('a command that a signal ended counts as 128 and the signal', async () => {
  const [status] = await once(start('kill -9 $$'), 'exit')
  expect(status).toBe(137)
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the command and what it has started, once', async (signal, expected) => {
  const script = start('sleep 1000 & echo $!; wait')
  const [line] = (await once(script.stdout, 'data')) as [Buffer]
  const exit = once(script, 'exit')
  script.kill(signal)
  script.kill(signal)
  expect((await exit)[0]).toBe(expected)
  await vi.waitFor(() => expect(runs(Number(line.toString()))).toBe(false), 10_000)
})
