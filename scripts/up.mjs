// Runs a command under the pinned Node and pnpm, fetching them once: `node scripts/up.mjs "pnpm install && pnpm run build"`.
// `npx --offline` is tried first, so that a second run needs no network.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const [major, minor] = process.versions.node.split('.').map(Number)
const old = major < 22 || (major === 22 && minor < 18) || major === 23
const packages = ['pnpm@12.21.0', ...(old ? ['node@24.21.0'] : [])].flatMap((name) => ['-p', name])
const npx = (flags, command, stdio) => spawnSync('npx', [...flags, '-y', ...packages, '-c', command], { stdio })

const cached = npx(['--offline'], 'true', 'ignore').status === 0
const { status } = npx(cached ? ['--offline'] : [], process.argv.slice(2).join(' '), 'inherit')
process.exit(status ?? 1)
