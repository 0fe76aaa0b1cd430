// Builds all packages, unless nothing that goes into a build has changed since the last one.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { cache, command, root } from './steps.mjs'

const stamp = join(cache, 'build.sha256')
const outside = new Set(['dist', 'node_modules', 'test', 'target', 'coverage'])
const shared = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tsconfig.json', 'scripts/package-build.ts']
const packages = join(root, 'packages')

function* filesUnder(directory, skipped = new Set()) {
  for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (skipped.has(entry.name)) continue
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* filesUnder(path)
    else if (entry.isFile()) yield path
  }
}

const packageNames = () => readdirSync(packages).filter((name) => existsSync(join(packages, name, 'package.json')))

const toolNames = ['node', 'gcc', 'musl-gcc', 'aarch64-linux-gnu-gcc', 'x86_64-linux-gnu-gcc']

/** The C compilers of the system and the pinned Node make part of what is built; one that comes later adds programs. */
function tools(env) {
  const versions = toolNames.map((name) => spawnSync(name, ['--version'], { env, encoding: 'utf8' }))
  return versions.map(({ stdout }) => stdout ?? 'none').join('\n')
}

/** SHA-256 over the names and contents of everything that a build reads. */
function digest(env) {
  const hash = createHash('sha256').update(tools(env))
  const inputs = packageNames().flatMap((name) => [...filesUnder(join(packages, name), outside)])
  for (const path of [...shared.map((name) => join(root, name)), ...inputs]) {
    const content = readFileSync(path)
    hash.update(`\0${relative(root, path)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

const isBuilt = () => packageNames().every((name) => existsSync(join(packages, name, 'dist', 'index.js')))

const isStamped = (now) => isBuilt() && existsSync(stamp) && readFileSync(stamp, 'utf8') === now

/** Whether nothing that goes into a build has changed since the last one. */
export const isCurrent = (env) => isStamped(digest(env))

/** Work of the step `build`. */
export const build = (env) => async (log) => {
  const now = digest(env)
  if (isStamped(now)) return { status: 0, word: 'unchanged' }
  rmSync(stamp, { force: true })
  const status = await command('pnpm', ['-r', '--filter', './packages/*', '--reporter-hide-prefix', 'build'], env)(log)
  if (status === 0) {
    mkdirSync(cache, { recursive: true })
    writeFileSync(stamp, now)
  }
  return status
}
