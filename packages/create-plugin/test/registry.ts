import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { run } from './run.ts'

/** Its dependencies ask for a tag of node-fetch that not every mirror has. */
const manifest = {
  private: true,
  type: 'module',
  dependencies: { verdaccio: '6.10.4' },
  overrides: { 'node-fetch': '2.7.0' },
}

/** Nothing of it reaches beyond this machine, and everybody may publish. */
const server = `
import { runServer } from 'verdaccio'
const here = import.meta.dirname
const open = { access: '$all', publish: '$anonymous' }
const config = { self_path: here + '/config.yaml', storage: here + '/storage', uplinks: {},
  auth: {}, packages: { '@*/*': open, '**': open }, max_body_size: '50mb',
  log: { type: 'stdout', format: 'json', level: 'fatal' } }
const server = await runServer(config)
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
`

/**
 * Starts a registry of npm on the loopback interface, installed into a directory for this test alone.
 *
 * @returns its URL with a final slash
 */
export async function startRegistry(directory: string): Promise<string> {
  mkdirSync(directory)
  writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(directory, 'server.mjs'), server)
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'], directory)
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  onTestFinished(() => stop(child))
  const [port] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the registry ended with ${code} before it listened`)
    }),
  ])
  return `http://127.0.0.1:${port}/`
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
