// `npm start`: from a fresh clone to the verified result of the main job. `npm start -- ARGS` passes ARGS on to
// `capbench run`.
import { build } from './setup/build.mjs'
import { interrupted, run } from './setup/processes.mjs'
import { root, script, step } from './setup/steps.mjs'
import { prepare } from './setup/workspace.mjs'

const suite = ['--suite', 'smp-primes']
const namesSuite = (args) => args.some((arg) => arg === '--suite' || arg.startsWith('--suite='))

await script(async (args) => {
  const env = await prepare()
  await step('build', build(env))
  const job = ['packages/cli/dist/bin.js', 'run', ...(namesSuite(args) ? [] : suite), ...args]
  const { status } = await run('node', job, { env, cwd: root })
  return interrupted() ?? status
})
