import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startRegistry } from './registry.ts'
import { run } from './run.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const page = readFileSync(join(root, 'docs', 'guides', 'remote-hosts.md'), 'utf8')
const [npx = '', pack = '', unpack = '', , back = ''] = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
  ([, text = '']) => text,
)
/** As small as a run may be; the rest of the commands stays as it is on the page. */
const small = 'capbench run --targets native --cases smp1 --param limit=20000 --smoke --warmups 0'
const reduced = (block: string) => block.replace('capbench run', small).replaceAll('@24', '@24.21.0')

test('the commands for remote hosts work as they stand', { timeout: 1_800_000 }, async ({ skip }) => {
  if (process.env.CAPBENCH_FULL !== '1') skip('publishes everything and fetches two Nodes; CAPBENCH_FULL=1 runs this')
  const folder = temporaryDirectory()
  const url = await startRegistry(join(folder, 'registry'))
  const userconfig = join(folder, 'npmrc')
  const token = `${url.slice('http:'.length)}:_authToken=none`
  writeFileSync(userconfig, `@capbench:registry=${url}\n${token}\nprefer-offline=true\nloglevel=error\n`)
  const npmrc = { NPM_CONFIG_USERCONFIG: userconfig }
  await run('node', ['scripts/build.mjs'], root)
  const toRegistry = ['--registry', url, '--no-git-checks']
  await run('pnpm', ['-r', '--filter', './packages/*', 'publish', ...toRegistry], root, npmrc)
  const place = (name: string): string => {
    const path = join(folder, name)
    mkdirSync(path)
    return path
  }

  // An old Node with its own npm, which runs the block of the page.
  const old = place('old')
  const own = 'unset npm_config_call npm_config_package' // what the outer npx handed on
  writeFileSync(join(old, 'block.sh'), `set -e\n${own}\nnode --version\n${reduced(npx)}`)
  const oldNode = ['-p', 'node@18.20.8', '-p', 'npm@10.9.4', '-c', 'sh block.sh']
  const said = await run('npx', ['--yes', ...oldNode], old, npmrc)
  expect(said).toMatch(/^v18\.20\.8$/m)
  expect(said).toMatch(/^smp-primes +elapsed +smp1 +native +passed/m)

  // The laptop packs, the host has neither a network nor another Node, the laptop verifies.
  const laptop = place('laptop')
  await run('sh', ['-ec', reduced(pack)], laptop, npmrc)
  const host = place('host')
  await run('mv', [join(laptop, 'capbench-offline.tgz'), host], folder)
  const withoutNode = place('bin')
  writeFileSync(join(withoutNode, 'node'), '#!/bin/sh\necho "another Node ran" >&2\nexit 1\n')
  chmodSync(join(withoutNode, 'node'), 0o755)
  const environment = ['-i', `PATH=${withoutNode}:/usr/bin:/bin`, `HOME=${host}`]
  const alone = ['--map-root-user', '--net', 'env', ...environment]
  const measured = await run('unshare', [...alone, 'sh', '-ec', reduced(unpack)], host)
  expect(measured).toMatch(/^smp-primes +elapsed +smp1 +native +passed/m)
  const scp = `scp() { cp "${host}/\${1#host:}" "$2"; }`
  const verified = await run('sh', ['-ec', `${scp}\n${back}`], join(laptop, 'capbench-offline'), npmrc)
  expect(verified).toMatch(/^pass +re-derive$/m)
  expect(verified).toMatch(/\.html$/m)
})
