import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const store = mkdtempSync(join(tmpdir(), 'capbench-'))
/** The smallest main job that still boots a guest. */
const job = ['--cases', 'smp1', '--runs', '1', '--warmups', '0', '--param', 'limit=1000', '--store', store]

/** The user's own PATH: these tests run under the pinned Node, which npx put in front. */
function userEnvironment(): NodeJS.ProcessEnv {
  const path = (process.env.PATH ?? '').split(':').filter((directory) => !/_npx|node_modules/.test(directory))
  return { HOME: process.env.HOME, PATH: path.join(':') }
}

function start(prefix: readonly string[]) {
  const [file = '', ...args] = [...prefix, 'npm', 'start', '--', ...job]
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: root,
    env: userEnvironment(),
    encoding: 'utf8',
    timeout: 110_000,
  })
  return { status, output: `${stdout}\n${stderr}` }
}

test('a second npm start needs no network', () => {
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
