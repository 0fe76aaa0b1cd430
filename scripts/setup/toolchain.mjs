// The pinned Node and pnpm, fetched once by npx into its own cache. `--offline` is tried first, so that later runs
// need no network.
import { rmSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import process from 'node:process'
import { run } from './processes.mjs'

const pinned = { pnpm: '12.21.0', node: '24.21.0' }

/** Whether this Node can build and test the workspace: the range that tsup and native type stripping share. */
function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major === 22) return minor >= 18
  if (major === 24) return minor >= 11
  return major >= 26
}

const wanted = isNewEnough(process.versions.node) ? { pnpm: pinned.pnpm } : pinned
const specs = Object.entries(wanted).flatMap(([name, version]) => ['-p', `${name}@${version}`])

/** The directory into which npx has put the tools, or undefined. */
async function locate(flags, log) {
  const args = [...flags, '-y', ...specs, '-c', 'command -v pnpm']
  const { status, output } = await run('npx', args, { stdio: ['ignore', 'pipe', log] })
  return status === 0 ? dirname(output.trim().split('\n').at(-1)) : undefined
}

const withPath = (bin) => ({ ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` })

async function isWhole(bin, log) {
  for (const [name, version] of Object.entries(wanted)) {
    const { output } = await run(name, ['--version'], { env: withPath(bin), stdio: ['ignore', 'pipe', log] })
    if (output.trim().replace(/^v/, '') !== version) return false
  }
  return true
}

/** The environment in which `node` and `pnpm` are the pinned ones, or undefined with the reason in `log`. */
export async function toolchain(log) {
  const cached = await locate(['--offline'], 'ignore')
  if (cached !== undefined && (await isWhole(cached, log))) return withPath(cached)
  // An interrupted first run leaves a half that npx takes for whole.
  if (cached !== undefined && /[/\\]_npx[/\\]/.test(cached)) rmSync(dirname(dirname(cached)), { recursive: true })
  const fetched = await locate([], log)
  return fetched !== undefined && (await isWhole(fetched, log)) ? withPath(fetched) : undefined
}
