import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installedPlugins } from '@capbench/cli'
import { describe, expect, test } from 'vitest'
import { capbench, temporary } from '../toy.ts'

/** The module of a plugin that leaves a trace when it is loaded; core's own path, since it is installed nowhere. */
const core = join(import.meta.dirname, '..', '..', '..', 'core', 'src', 'index.ts')
const moduleOf = (name: string, loaded: string): string => `
import { writeFileSync } from 'node:fs'
import { defineAuthorityProfile, defineBenchmark, smp, Type, verdictOf } from ${JSON.stringify(core)}
writeFileSync(${JSON.stringify(loaded)}, '')
const parser = { format: 'none', version: 1, parse: () => ({ complete: true, observation: {} }) }
export const wordCount = defineBenchmark({
  name: ${JSON.stringify(name)}, version: '1.0.0', module: import.meta.url, tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({}), cases: [smp(1)], corpus: { name: 'none', sha256: '0'.repeat(64) }, backing: 'none',
  authority: defineAuthorityProfile({ name: 'words', terms: ['cpu'] }), requires: [], unsupportedPolicy: 'none',
  workloads: { linux: { form: 'console', parser } }, comparison: { partition: 'none', timedRegion: 'none' },
  nondeterminism: [], proofs: [], parser,
  verify: { name: 'none', version: 1, judge: () => verdictOf({ nothing: undefined }) },
  metrics: { words: { unit: 'count', clock: 'none', better: 'higher', from: () => 1 } },
  method: { warmup: { runs: 0, why: 'a test' }, runs: 1, timeoutMs: 1000 },
})
export const other = 1
`

const plain = {
  version: '1.2.3',
  type: 'module',
  exports: './index.js',
  keywords: ['capbench-plugin'],
  capbench: { benchmarks: ['wordCount'] },
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** A project that depends on plugins, each changed in its manifest; and which of them were loaded. */
function project(plugins: Readonly<Record<string, object>>, config?: string) {
  const cwd = temporary()
  const trace = (name: string): string => join(cwd, `${name.replace('/', '-')}.loaded`)
  const dependencies = Object.fromEntries(Object.keys(plugins).map((name) => [name, '*']))
  write(join(cwd, 'package.json'), JSON.stringify({ type: 'module', dependencies }))
  for (const [name, change] of Object.entries(plugins)) {
    const folder = join(cwd, 'node_modules', name)
    write(join(folder, 'package.json'), JSON.stringify({ name, ...plain, ...change }))
    write(join(folder, 'index.js'), moduleOf('word-count', trace(name)))
  }
  if (config !== undefined) write(join(cwd, 'capbench.config.mjs'), config)
  return { cwd, loaded: () => Object.keys(plugins).filter((name) => existsSync(trace(name))) }
}

const naming = (...names: readonly string[]): string => `export default { plugins: ${JSON.stringify(names)} }`

describe('installed plugins', () => {
  test('are known by keyword and field, and none of their code runs', () => {
    const { cwd, loaded } = project({ '@me/words': {}, chalk: { keywords: [] }, half: { capbench: {} } })
    expect(installedPlugins(cwd)).toEqual([{ name: '@me/words', version: '1.2.3', benchmarks: ['wordCount'] }])
    expect(loaded()).toEqual([])
  })

  test('are not on offer unless they are named', async () => {
    const { cwd, loaded } = project({ '@me/words': {} })
    const { code, stderr } = await capbench(['plan', '--suite', 'word-count'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('word-count')
    expect(loaded()).toEqual([])
  })
})

describe('capbench.config', () => {
  test('puts the plugins that it names on offer, and no others', async () => {
    const { cwd, loaded } = project({ '@me/words': {}, more: {} }, naming('@me/words'))
    const { code, stdout, stderr } = await capbench(['plan', '--suite', 'word-count', '--targets', 'native'], { cwd })
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/word-count/)
    expect(loaded()).toEqual(['@me/words'])
  })

  test('may be TypeScript, and may name a definition itself', async () => {
    const { cwd } = project({ words: {} })
    const text = `import { wordCount } from 'words'\nexport default { plugins: [wordCount] as const }\n`
    write(join(cwd, 'capbench.config.ts'), text)
    expect(readFileSync(join(cwd, 'capbench.config.ts'), 'utf8')).toBe(text)
    const { code, stderr } = await capbench(['plan', '--suite', 'word-count', '--targets', 'native'], { cwd })
    expect(code, stderr).toBe(0)
  })

  test.each<[string, Readonly<Record<string, object>>, string, RegExp]>([
    [
      'a plugin that is not installed',
      { words: {} },
      naming('wrods'),
      /"wrods" is not installed here \(installed are words\)/,
    ],
    [
      'a package that is no plugin',
      { words: { keywords: ['x'] } },
      naming('words'),
      /words is no plugin: .*"capbench-plugin"/,
    ],
    [
      'an export that is no benchmark',
      { words: { capbench: { benchmarks: ['other'] } } },
      naming('words'),
      /"other" is a benchmark, and it is not/,
    ],
    ['a plugin that does not load', { words: { exports: './nothing.js' } }, naming('words'), /words cannot be loaded/],
    ['no default export', {}, 'export const plugins = []', /must export defineConfig/],
    ['a member that does not exist', {}, 'export default { plugins: [], targets: [] }', /no option "targets"/],
    ['a file that does not load', {}, 'export default {', /capbench.config.mjs cannot be loaded/],
    ['a plugin of another kind', {}, 'export default { plugins: [{}] }', /a package by name or what defineBenchmark/],
  ])('is refused for %s', async (_, plugins, config, says) => {
    const { cwd } = project(plugins, config)
    const { code, stderr } = await capbench(['plan'], { cwd })
    expect({ code, says: says.test(stderr) }, stderr).toEqual({ code: 2, says: true })
  })
})
