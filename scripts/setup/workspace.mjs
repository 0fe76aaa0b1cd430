// From a clean clone to built packages: the steps that `npm start` and `npm test` share.
import { command, step, tell } from './steps.mjs'
import { needs, systemPackages } from './system.mjs'
import { toolchain } from './toolchain.mjs'

const installArguments = ['install', '--frozen-lockfile', '--reporter=append-only']

/** From pnpm's store alone when it has everything, so that a second start needs no network. */
const install = (env) => async (log) => {
  const offline = await command('pnpm', [...installArguments, '--offline'], env)(log)
  return offline === 0 ? 0 : command('pnpm', [...installArguments, '--prefer-offline'], env)(log)
}

/** The environment of the pinned Node and pnpm. */
export async function setUpToolchain() {
  let env
  await step('toolchain', async (log) => {
    env = await toolchain(log)
    return env === undefined ? 1 : 0
  })
  return env
}

async function bring(name, wanted) {
  let advice
  await step(name, async (log) => {
    const found = await systemPackages(log, wanted)
    advice = found.advice
    return { status: 0, word: found.word }
  })
  if (advice !== undefined) tell(advice)
}

/**
 * Brings system packages, toolchain and dependencies; returns the environment of the pinned tools.
 *
 * @param options.tests also brings what only tests want
 * @param options.full also brings what only the long tests want
 */
export async function prepare({ tests = false, full = false } = {}) {
  await bring('system', needs.runs)
  if (tests) await bring('test-tools', needs.tests)
  if (full) await bring('full-tools', needs.full)
  const env = await setUpToolchain()
  await step('install', install({ ...env, CI: 'true' })) // without a terminal pnpm must not stop to ask
  return env
}
