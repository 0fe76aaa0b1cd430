import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporary } from '../toy.ts'
import { shownBy } from './headless.ts'

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))

/** Runs the real command on a pseudo-terminal of its own, which another program may resize by its name. */
function onTerminal(argv: readonly string[], cwd: string) {
  const words = [process.execPath, '--conditions=@capbench/source', bin, ...argv].map((word) => `'${word}'`).join(' ')
  const command = `stty cols 80 rows 24; tty; exec ${words}`
  const env = { PATH: process.env.PATH, TERM: 'xterm-256color', NO_COLOR: '1', HOME: cwd, SHELL: '/bin/sh' }
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, env })
  let bytes = ''
  let wake = () => {}
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.toString()
    wake()
  })
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      resolve(code)
      wake()
    }),
  )
  return {
    ended,
    bytes: () => bytes,
    type: (keys: string) => child.stdin.write(keys),
    /** Waits until what came satisfies, or nothing more comes. */
    until: async (satisfies: (bytes: string) => boolean) => {
      while (!satisfies(bytes) && child.exitCode === null)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    },
    resize: (columns: number, rows: number) => {
      const [terminal = ''] = /\/dev\/pts\/\d+/.exec(bytes) ?? []
      spawnSync('stty', ['-F', terminal, 'cols', `${columns}`, 'rows', `${rows}`])
    },
  }
}

test('a real terminal has the view in its size; Ctrl-C leaves it clean, with the evidence published', async (ctx) => {
  if (spawnSync('script', ['--version']).status !== 0) return ctx.skip('needs script of util-linux')
  const cwd = temporary()
  // The workload would take minutes.
  const endless = ['--param', 'limit=100000000', '--targets', 'native', '--cases', 'smp1', '--warmups', '0']
  const terminal = onTerminal(['run', ...endless], cwd)
  await terminal.until((bytes) => /native +smp1 +0\/5 +running.*round 1 of 5/s.test(bytes))
  const before = terminal.bytes()
  const screen = await shownBy(before, { columns: 80, rows: 24 })
  expect(screen.at(-1)).toMatch(/^elapsed \d+:\d\d, round 1 of 5/)
  terminal.resize(40, 12)
  const since = () => terminal.bytes().slice(before.length)
  await terminal.until(() => /target +case +runs +status +m[a-z ]{0,9}\r?\n/.test(since()))
  terminal.type('\u0003')
  const code = await terminal.ended
  const all = terminal.bytes()
  expect({ code, all }).toMatchObject({ code: 130 })
  // Everything is wrapped as on the smaller terminal; nothing of the view is left on it.
  const left = await shownBy(all.slice(before.length), { columns: 40, rows: 12 })
  expect(left.filter((line) => /^(elapsed|target +case)/.test(line))).toEqual([])
  expect(left.join('')).toContain('capbench: cancelling')
  expect(all).not.toContain('\u001b[?25l')
  expect(all).not.toContain('\u001b[2m')
  const [id = ''] = readdirSync(join(cwd, 'target/capbench/campaigns'))
  const files = join(cwd, 'target/capbench/campaigns', id)
  expect(readFileSync(join(files, 'derived.sha256'), 'utf8')).toMatch(/analysis\.json/)
})
