// Runs vitest, and what failed in it once more: tests boot real machines, and the cores may be shared.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { run } from './processes.mjs'
import { cache, root } from './steps.mjs'

/** With more files than this that failed, something is broken. */
const mostAgain = 3

/** A machine that is frozen for a snapshot or a move explains what was late; returns the pauses of more than 5 s. */
function watchPauses() {
  const begin = performance.now()
  const pauses = []
  let last = begin
  const timer = setInterval(() => {
    const now = performance.now()
    const [late, at] = [now - last, last - begin].map((ms) => (ms / 1000).toFixed(0))
    if (late > 5) pauses.push(`${late} s, ${at} s into the tests`)
    last = now
  }, 1000)
  return () => {
    clearInterval(timer)
    return pauses
  }
}

/** One run of vitest; what ends without counts has failed once. */
async function runOnce(env, args, cwd) {
  const counts = join(cache, `test-counts-${process.pid}.json`)
  const vitest = join(root, 'node_modules', '.bin', 'vitest')
  const variables = { ...env, CAPBENCH_TEST_COUNTS: counts, NO_COLOR: '1' }
  const { status } = await run(vitest, ['run', '--no-color', ...args], { env: variables, cwd })
  const { files, errors } = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { files: {}, errors: 0 }
  rmSync(counts, { force: true })
  const failing = Object.keys(files).filter((file) => files[file].failures.length > 0)
  // no file matched, vitest did not come to its end, or a coverage bound was missed
  return { files, failing, errors: status !== 0 && failing.length === 0 ? Math.max(errors, 1) : errors }
}

/**
 * Runs tests. Where a few files failed they are run once more, alone, and what then passes has passed: it is named,
 * with what it failed by, because a test that fails on a busy machine is a fault all the same.
 */
export async function runTests(env, args, { cwd = root, again = true } = {}) {
  const begin = performance.now()
  const pauses = watchPauses()
  const first = await runOnce(env, args, cwd)
  const { failing } = first
  let files = first.files
  let { errors } = first
  const lines = []
  if (again && errors === 0 && failing.length > 0 && failing.length <= mostAgain) {
    console.log(`\nonce more, alone: ${failing.join(' ')}`)
    const second = await runOnce(env, failing, cwd)
    files = { ...files, ...second.files }
    errors = second.errors
    for (const file of failing)
      if (files[file].failures.length === 0)
        for (const failure of first.files[file].failures) lines.push(`failed at first, and passed alone: ${failure}`)
  }
  const all = Object.values(files)
  lines.push(...all.flatMap(({ skips }) => skips.map((skip) => `skipped: ${skip}`)))
  lines.push(...all.flatMap(({ failures }) => failures.map((failure) => `failed: ${failure}`)))
  lines.push(...pauses().map((pause) => `this machine stood still: ${pause}`))
  for (const line of lines) console.log(line)
  const sum = (of) => all.reduce((total, file) => total + of(file), 0)
  return {
    passed: sum(({ passed }) => passed),
    failed: errors + sum(({ failures }) => failures.length),
    skipped: sum(({ skipped }) => skipped),
    seconds: (performance.now() - begin) / 1000,
  }
}
