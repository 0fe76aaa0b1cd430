// `npm run capbench -- ARGS`: the command under the pinned Node, whatever Node the system has. Sets up and builds, as
// `npm start` does, where something has changed since the last build; else it says nothing of its own.
import { build, isCurrent } from './setup/build.mjs'
import { interrupted, run } from './setup/processes.mjs'
import { root, script, step, tellOnStandardError } from './setup/steps.mjs'
import { toolchain } from './setup/toolchain.mjs'
import { prepare } from './setup/workspace.mjs'

async function setUp() {
  tellOnStandardError()
  const env = await toolchain('ignore')
  if (env !== undefined && isCurrent(env)) return env
  const fresh = await prepare()
  await step('build', build(fresh))
  return fresh
}

await script(async (args) => {
  const { status } = await run('node', ['packages/cli/dist/bin.js', ...args], { env: await setUp(), cwd: root })
  return interrupted() ?? status
})
