import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answer, capbench, toySource } from '../toy.ts'
import { headless, shownBy } from './headless.ts'

const run = ['run', '--targets', 'linux', '--cases', 'smp1,smp2', '--runs', '5', '--warmups', '0', '--json']

/** The screen at the beginning of every run, and at the end. */
async function watch(
  size: { readonly columns: number; readonly rows: number; readonly colors?: boolean },
  argv: readonly string[] = run,
  says: (vcpus: number) => string = () => 'ok',
) {
  const seen: string[] = []
  const terminal = headless(size)
  const { source } = toySource((request) => {
    seen.push(terminal.got())
    return answer(request, says(request.vcpus))
  })
  const result = await capbench(argv, { source, terminal: terminal.terminal })
  return {
    ...result,
    ...terminal,
    seen: await Promise.all(seen.map((bytes) => shownBy(bytes, size))),
    last: await terminal.lines(),
  }
}

test('shows every row, what runs and how far it is', async () => {
  const { code, seen } = await watch({ columns: 80, rows: 24 })
  expect(code).toBe(0)
  const text = seen.at(-1)?.join('\n')
  expect(text).toMatch(/^target +case +runs +status +median so far$/m)
  expect(text).toMatch(/^linux +smp\d +4\/5 +running +(1|0\.5) ms|500 µs$/m)
  expect(text).toMatch(/^linux +smp\d +5\/5 +all accepted +\S+ [mµ]s$/m)
  expect(text).toMatch(/^\[10\/10\] toy linux smp\d measured 0:00$/m)
  expect(text).toMatch(/^elapsed 0:\d\d, .*round 5 of 5$/m)
})

test('at the end only lines that stay are left, and no median of the view', async () => {
  const { last } = await watch({ columns: 80, rows: 24 })
  expect(last.join('\n')).toMatch(/^linux: .*\ncampaign \S+: 10 runs, 0 rows unsupported$/)
})

test('a wrong answer stays above the view with its reason, and is no command to the terminal', async () => {
  const { seen, last, got } = await watch({ columns: 100, rows: 24 }, run, (vcpus) =>
    vcpus === 2 ? 'no\u001b[31m\u001b]0;title\u0007' : 'ok',
  )
  expect(last.filter((line) => line.includes('verifier_rejected'))).toHaveLength(5)
  expect(seen.at(-1)?.join('\n')).toMatch(/^linux +smp2 +\d\/5 +invalid: verifier_rejected$/m)
  expect(seen.at(-1)?.at(-1)).toMatch(/\d warnings? above$/)
  expect(got()).not.toContain('\u001b[31m')
  expect(got()).not.toContain('\u001b]0')
})

test('fits a terminal of 40 columns, with what matters still to be seen', async () => {
  const { seen } = await watch({ columns: 40, rows: 24 })
  for (const lines of seen) for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
  expect(seen.at(-1)?.join('\n')).toMatch(/^linux +smp\d +4\/5 +running/m)
})

test('a low terminal shows fewer rows and says how many are not shown', async () => {
  const all = ['run', '--runs', '2', '--warmups', '0', '--json', '--oversubscribe']
  const { seen } = await watch({ columns: 80, rows: 8 }, all)
  for (const lines of seen)
    expect(lines.slice(-7).filter((line) => /^(linux|native) +smp\d/.test(line)).length).toBeLessThan(6)
  expect(seen.at(-1)?.join('\n')).toMatch(/^and [1-6] more rows$/m)
})

test('colours only where the terminal has them', async () => {
  expect((await watch({ columns: 80, rows: 24, colors: true })).got()).toContain('\u001b[32m')
  expect((await watch({ columns: 80, rows: 24 })).got()).not.toMatch(/\[\d\dm/)
})

test('cancelling leaves a clean terminal and the evidence', async () => {
  const controller = new AbortController()
  const terminal = headless({ columns: 80, rows: 24 })
  const { source } = toySource((request) => {
    controller.abort()
    return answer(request)
  })
  const around = { source, terminal: terminal.terminal, signal: controller.signal }
  const { code, cwd } = await capbench(run, around)
  expect(code).toBe(130)
  expect(readdirSync(join(cwd, 'target/capbench/campaigns'))).toHaveLength(1)
  expect((await terminal.lines()).filter((line) => /^(target|elapsed|linux +smp)/.test(line))).toEqual([])
})

test('--quiet draws nothing', async () => {
  expect((await watch({ columns: 80, rows: 24 }, [...run, '--quiet'])).got()).toBe('')
})

test('--follow has plain lines in place of a view', async () => {
  const { last } = await watch({ columns: 120, rows: 200 }, [...run, '--follow'])
  expect(last.filter((line) => /^\[ ?\d+\/10\] toy linux smp\d measured \d: elapsed/.test(line))).toHaveLength(10)
})

test.each([
  [['plan', '--json'], /./],
  [['doctor', '--json'], /./],
])('%j leaves no view behind', async (argv) => {
  const { last } = await watch({ columns: 80, rows: 24 }, argv)
  expect(last.filter((line) => line.startsWith('elapsed'))).toEqual([])
})
