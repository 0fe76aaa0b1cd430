import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { root } from './tree.ts'

interface Figures {
  readonly name: string
  readonly min: number
  readonly median: number
}
interface Report {
  readonly groups: readonly {
    readonly name: string
    readonly lines: readonly Figures[]
    readonly bounds: readonly Figures[]
    readonly skipped: readonly { readonly name: string; readonly why: string }[]
  }[]
}

const run = promisify(execFile)
const bench = async (...args: readonly string[]) => {
  const command = [join(root, 'benchmarks', 'run.ts'), ...args]
  return (await run(process.execPath, command, { cwd: root, maxBuffer: 1 << 24 })).stdout
}

/**
 * How many lines, bounds and absent lines a group has together, by the beginning of its name: none goes missing. The
 * other groups have more or fewer with what is installed here, and with what was too noisy.
 */
const figuresOf: Readonly<Record<string, number>> = {
  'boot (': 23,
  bare: 5,
  'speedup of': 15,
  'spawn to exit': 10,
  'whole Node process': 5,
  'in-process': 12,
  store: 18,
}

/** Nothing here looks at a figure's size: this machine may be as slow as it likes. */
test('every benchmark runs and gives finite figures, or says which line it cannot measure and why', async ({
  annotate,
}) => {
  const { groups } = JSON.parse(await bench('all', '--smoke', '--json')) as Report
  expect(groups).toHaveLength(11)
  for (const { name, lines, bounds, skipped } of groups) {
    const [prefix] = Object.keys(figuresOf).filter((each) => name.startsWith(each))
    const given = lines.length + bounds.length + skipped.length
    if (prefix === undefined) expect([name, given > 3]).toEqual([name, true])
    else expect([name, given]).toEqual([name, figuresOf[prefix]])
  }
  // An intent that was too noisy is named once, in place of its figures: 27 of the quick set, and their summary.
  const robust = groups.find(({ name }) => name.includes('beside 4 busy ones'))
  const named = [...(robust?.lines ?? []), ...(robust?.skipped ?? [])].map(({ name }) => name.split(':')[0])
  expect(new Set(named).size).toBe(28)
  const missing = groups.flatMap(({ skipped }) => skipped.map(({ name, why }) => `${name}: ${why}`))
  if (missing.length > 0) await annotate(`not measured here: ${missing.join('; ')}`)
  for (const { lines, bounds, skipped } of groups) {
    for (const { name, min, median } of [...lines, ...bounds])
      expect([name, Number.isFinite(min), Number.isFinite(median)]).toEqual([name, true, true])
    // nobody has to wait for a CPU; everything else takes time
    for (const { name, min } of lines)
      expect([name, min > 0 || (min === 0 && name.includes('run delay'))]).toEqual([name, true])
    for (const { name, why } of skipped) expect([name, why]).toEqual([name, expect.stringMatching(/\w{3}/)])
  }
})

test('the table has every line of the JSON', async () => {
  const table = await bench('import', '--smoke')
  for (const line of ['node', 'an empty module', "import('@capbench/core')", 'import, define and plan over empty'])
    expect(table).toContain(line)
})

test.each([
  [
    ['frobnicate'],
    'no group "frobnicate"; there are boot, aarch64, bare, speedup, spawn, import, inprocess, store, primitives, robust, hash-chunks and all',
  ],
  [['boot', '--pairs', 'x'], '--pairs takes a whole number from 1'],
  [['--frob'], "Unknown option '--frob'"],
])('refuses %j', async (args, message) => {
  const stderr = expect.stringMatching(/^[^\n]*\nusage: node benchmarks\/run\.ts \[boot[^\n]*\n$/)
  await expect(bench(...args)).rejects.toMatchObject({ code: 2, stdout: '', stderr })
  await expect(bench(...args)).rejects.toThrow(message)
})
