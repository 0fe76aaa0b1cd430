import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** What became of the tests of one file. */
interface FileCount {
  passed: number
  skipped: number
  /** Those that were skipped unasked, each with its reason. */
  readonly skips: string[]
  /** Those that failed, each with the first line of its error; a file that does not load is one. */
  readonly failures: string[]
}

/**
 * Prints what was skipped and why, what failed once more in a line each, then `N passed, N failed` as the very last
 * line, also when a file fails to load. Where `CAPBENCH_TEST_COUNTS` names a file all of it goes there instead:
 * `npm test` adds its own stages.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const files = Object.fromEntries(modules.map((module) => [module.moduleId, countOf(module)]))
    process.once('exit', () => {
      const file = process.env.CAPBENCH_TEST_COUNTS
      if (file !== undefined) return writeFileSync(file, JSON.stringify({ files, errors: errors.length }))
      const all = Object.values(files)
      const failures = [...errors.map(firstLine), ...all.flatMap((each) => each.failures)]
      for (const skip of all.flatMap(({ skips }) => skips)) console.log(`skipped: ${skip}`)
      for (const failure of failures) console.log(`failed: ${failure}`)
      console.log(`${all.reduce((sum, { passed }) => sum + passed, 0)} passed, ${failures.length} failed`)
    })
  }
}

function countOf(module: TestModule): FileCount {
  const { name, vitest } = module.project
  const failures = module.errors().map((error) => `${name} > ${module.relativeModuleId}: ${firstLine(error)}`)
  const count: FileCount = { passed: 0, skipped: 0, skips: [], failures }
  for (const test of module.children.allTests()) {
    const result = test.result()
    if (result.state === 'passed') count.passed++
    if (result.state === 'failed') failures.push(`${name} > ${test.fullName}: ${firstLine(result.errors[0])}`)
    if (result.state !== 'skipped') continue
    count.skipped++
    if (vitest.getGlobalTestNamePattern() !== undefined) continue // `-t` skips most, on purpose
    const reason = result.note ?? (module.state() === 'failed' ? 'its set-up failed' : 'no reason given')
    count.skips.push(`${name} > ${test.fullName}: ${reason}`)
  }
  if (!module.ok() && failures.length === 0) failures.push(`${name} > ${module.relativeModuleId}: a hook failed`)
  return count
}

const firstLine = (error: { readonly message: string } | undefined): string => error?.message.split('\n', 1)[0] ?? ''
