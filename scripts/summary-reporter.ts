import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints what was skipped and why, what failed once more in a line each, then `N passed, N failed` as the very last line, also when a file fails to load.
 * Where `CAPBENCH_TEST_COUNTS` names a file the counts go there instead: `npm test` adds its own stages to them.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    const skips: string[] = []
    const failures = errors.map((error) => `failed: ${firstLine(error.message)}`)
    for (const module of modules) {
      count.failed += module.errors().length
      const { name } = module.project
      failures.push(
        ...module.errors().map((error) => `failed: ${name} > ${module.relativeModuleId}: ${firstLine(error.message)}`),
      )
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') count.passed++
        if (result.state === 'failed') {
          count.failed++
          failures.push(`failed: ${name} > ${test.fullName}: ${firstLine(result.errors[0]?.message)}`)
        }
        if (result.state !== 'skipped') continue
        count.skipped++
        if (module.project.vitest.getGlobalTestNamePattern() !== undefined) continue // `-t` skips most, on purpose
        const reason = result.note ?? (module.state() === 'failed' ? 'its set-up failed' : 'no reason given')
        skips.push(`skipped: ${name} > ${test.fullName}: ${reason}`)
      }
    }
    process.once('exit', () => {
      for (const line of [...skips, ...failures]) console.log(line)
      const file = process.env.CAPBENCH_TEST_COUNTS
      if (file !== undefined) writeFileSync(file, JSON.stringify(count))
      else console.log(`${count.passed} passed, ${count.failed} failed`)
    })
  }
}

const firstLine = (text = ''): string => text.split('\n', 1)[0] ?? ''
