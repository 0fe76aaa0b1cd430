// Runs a shell command under the pinned Node and pnpm, fetching them once: `node scripts/up.mjs "pnpm exec tsc"`.
import process from 'node:process'
import { interrupted, run } from './setup/processes.mjs'
import { toolchain } from './setup/toolchain.mjs'

const env = await toolchain('inherit')
if (env === undefined) {
  console.error('up: the pinned Node and pnpm could not be fetched by npx; is the npm registry reachable?')
  process.exit(1)
}
const { status } = await run('sh', ['-c', process.argv.slice(2).join(' ')], { env })
process.exit(interrupted() ?? status)
