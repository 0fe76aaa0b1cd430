import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test, vi } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const store = mkdtempSync(join(tmpdir(), 'capbench-'))
afterAll(() => rmSync(store, { recursive: true, force: true }))
/** The smallest main job that still boots a guest. */
const job = ['--cases', 'smp1', '--runs', '1', '--warmups', '0', '--param', 'limit=1000', '--store', store]

/** A command may have to build everything first, on a busy host; a test has two or three of them. */
const commandMs = 300_000
vi.setConfig({ testTimeout: 3 * commandMs })

/** The user's own PATH: these tests run under the pinned Node, which npx put in front. */
function userEnvironment(): NodeJS.ProcessEnv {
  const path = (process.env.PATH ?? '').split(':').filter((directory) => !/_npx|node_modules/.test(directory))
  return { HOME: process.env.HOME, PATH: path.join(':') }
}

function execute(...[file = '', ...args]: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: root,
    env: userEnvironment(),
    encoding: 'utf8',
    timeout: commandMs,
  })
  return { status, stdout, output: `${stdout}\n${stderr}` }
}

test('a second npm start needs no network', () => {
  const start = (prefix: readonly string[]) => execute(...prefix, 'npm', 'start', '--', ...job)
  const first = start([])
  expect(first.status, first.output).toBe(0)
  const unshare = process.getuid?.() === 0 ? ['unshare', '-n'] : ['unshare', '-r', '-n']
  const reachable = spawnSync(unshare[0] ?? '', [...unshare.slice(1), 'sh', '-c', 'grep -c : /proc/net/dev'], {
    encoding: 'utf8',
  })
  expect(reachable.stdout.trim(), 'only the loopback interface is left').toBe('1')
  const second = start(unshare)
  expect(second.status, second.output).toBe(0)
  expect(second.output).toMatch(/smp-primes +elapsed +smp1 +linux +passed/)
})

test('every command runs in a clone, with its arguments whole and nothing but its own output', () => {
  const capbench = (...args: readonly string[]) => execute('npm', 'run', '--silent', 'capbench', '--', ...args)
  const shown = capbench('show', 'latest', '--json', '--store', store)
  expect(shown.status, shown.output).toBe(0)
  const { directory } = JSON.parse(shown.stdout)
  expect(capbench('verify', directory)).toMatchObject({ status: 0, stdout: expect.stringContaining('verified') })
  const refused = capbench('show', '--store', `it's "here"  $HOME`)
  expect(refused).toMatchObject({ status: 2, output: expect.stringContaining(`it's "here" $HOME`) })
})
