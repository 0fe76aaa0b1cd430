// The packages as their users get them: packed, then checked as tarballs.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cache, command, root } from './steps.mjs'

const directory = join(cache, 'tarballs')
const bin = (name) => join(root, 'node_modules', '.bin', name)

/** Work that packs every published package. */
export const pack = (env) => (log) => {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  return command('pnpm', ['-r', '--filter', './packages/*', 'pack', '--pack-destination', directory], env)(log)
}

const forEach = (tool, flags) => (env) => async (log) => {
  let worst = 0
  for (const name of readdirSync(directory)) {
    const status = await command(bin(tool), [join(directory, name), ...flags], env)(log)
    worst = Math.max(worst, status)
  }
  return worst
}

/** Work that checks the manifests against what the tarballs hold. */
export const publint = forEach('publint', ['--strict'])
/** Work that resolves the types as a consumer does; the packages are ESM only. */
export const attw = forEach('attw', ['--profile', 'esm-only', '--no-color'])
