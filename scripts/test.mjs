// `npm test`: set-up, static checks, packages as tarballs, then every test; the last line is `N passed, N failed`.
// A few files of tests that failed are run once more, alone, and the output names them.
// `npm test -- --full` adds the long tests. Other arguments go to vitest, and then only tests run.
import { join } from 'node:path'
import { build } from './setup/build.mjs'
import { interrupted } from './setup/processes.mjs'
import { attempt, command, root, StepFailure, script } from './setup/steps.mjs'
import { attw, pack, publint } from './setup/tarballs.mjs'
import { runTests } from './setup/tests.mjs'
import { prepare } from './setup/workspace.mjs'

const tool = (name, ...args) => {
  const program = join(root, 'node_modules', '.bin', name)
  return (env) => command(program, args, env)
}

const checks = [
  ['lint', tool('biome', 'check', '--error-on-warnings', '--colors=off')],
  ['types', tool('tsc', '-p', 'tsconfig.json', '--pretty', 'false')],
  ['unused', tool('knip', '--no-progress', '--no-config-hints')],
]
const packaging = [
  ['build', build],
  ['pack', pack],
  ['publint', publint],
  ['attw', attw],
]

async function checkStatically(env) {
  const outcomes = []
  for (const [name, work] of checks) outcomes.push(await attempt(name, work(env)))
  let possible = true
  for (const [name, work] of packaging) {
    const outcome = possible ? await attempt(name, work(env)) : { name, status: 1, word: 'not run', seconds: 0 }
    if (work === build || work === pack) possible &&= outcome.status === 0
    outcomes.push(outcome)
  }
  return outcomes
}

function printTable(stages, tests) {
  const rows = stages.map(({ name, status, word, seconds }) => [
    name,
    word ?? (status === 0 ? 'passed' : 'failed'),
    seconds,
  ])
  const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''
  rows.push(['tests', `${tests.passed} passed, ${tests.failed} failed${skipped}`, tests.seconds])
  const width = Math.max(...rows.map(([, outcome]) => outcome.length))
  console.log()
  for (const [name, outcome, seconds] of rows)
    console.log(`${name.padEnd(10)} ${outcome.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s`)
}

async function main(args) {
  const full = args.includes('--full')
  const selection = args.filter((arg) => arg !== '--full')
  const env = { ...(await prepare({ tests: true, full })), ...(full ? { CAPBENCH_FULL: '1' } : {}) }
  if (selection.length > 0) console.log(`only tests (vitest run ${selection.join(' ')}); the static checks do not run`)
  const stages = selection.length > 0 ? [] : await checkStatically(env)
  const tests = await runTests(env, selection, { again: selection.length === 0 })
  if (interrupted() !== undefined) throw new StepFailure(interrupted())
  printTable(stages, tests)
  const failed = stages.filter(({ status }) => status !== 0).length + tests.failed
  const passed = stages.length + tests.passed + tests.failed - failed
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

await script(async (args) => {
  try {
    return await main(args)
  } catch (error) {
    if (error instanceof StepFailure) console.log('0 passed, 1 failed')
    throw error
  }
})
