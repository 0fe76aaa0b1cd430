import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scaffold } from '../src/scaffold/scaffold.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const usage = expect.objectContaining({ code: 'CAPBENCH_USAGE' })

function written(options: Omit<Parameters<typeof scaffold>[0], 'directory'> = {}) {
  const directory = join(temporaryDirectory(), 'word-count')
  const { files, names } = scaffold({ ...options, directory })
  const text = (file: string): string => readFileSync(join(directory, file), 'utf8')
  return { directory, files, names, text }
}

describe('a new plugin', () => {
  test('has definition, program, verifier, tests, example, README, changeset and CI files', () => {
    const { files, directory } = written()
    expect(files).toEqual(
      expect.arrayContaining([
        ...['.changeset/config.json', '.changeset/first-release.md', '.gitignore', 'README.md', 'package.json'],
        ...['.github/workflows/ci.yml', '.github/workflows/release.yml', 'c/word-count.c', 'example/run.ts'],
        ...['src/benchmark.ts', 'src/verifier.ts', 'test/conformance.ts', 'test/verifier.ts', 'tsconfig.json'],
      ]),
    )
    const there = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(there).toHaveLength(files.length)
  })

  test('says nothing of the template that it was made of', () => {
    const { files, text } = written({ packageName: '@me/words', description: 'Counts words' })
    for (const file of files) {
      expect(file).not.toMatch(/sample|dot-/i)
      expect(text(file), file).not.toMatch(/sample[- ]?bench|bench-sample|A capbench workload plugin/i)
    }
    expect(text('src/benchmark.ts')).toContain('export const wordCount = defineBenchmark({')
    expect(text('.changeset/first-release.md')).toContain('"@me/words": minor')
    expect(text('README.md')).toContain('# @me/words\n\nCounts words\n')
  })

  test('says where its repository is, as npm wants it, where that is known', () => {
    expect(JSON.parse(written().text('package.json'))).not.toHaveProperty('repository')
    for (const repository of ['https://example.org/me/words', 'https://example.org/me/words.git'])
      expect(JSON.parse(written({ repository }).text('package.json'))).toMatchObject({
        repository: { type: 'git', url: 'git+https://example.org/me/words.git' },
      })
  })

  test('is known as a plugin, and names its benchmark', () => {
    const manifest = JSON.parse(written().text('package.json')) as Record<string, unknown>
    expect(manifest).toMatchObject({
      name: 'capbench-bench-word-count',
      keywords: ['capbench-plugin'],
      capbench: { benchmarks: ['wordCount'] },
    })
  })

  test('depends on the versions that this package was tested with', () => {
    const own = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))
    const { dependencies, devDependencies } = JSON.parse(written().text('package.json'))
    const tested = { ...own.devDependencies, ...own.dependencies }
    const used = Object.entries({ ...dependencies, ...devDependencies })
    expect(used.map(([name]) => name).sort()).toEqual(
      ['core', 'guest', 'host', 'qemu'].map((name) => `@capbench/${name}`).concat('@types/node', 'typescript'),
    )
    for (const [name, range] of used) expect(range).toBe(tested[name])
  })

  test('goes into a directory that is there and empty', () => {
    const directory = join(temporaryDirectory(), 'words')
    mkdirSync(directory)
    expect(scaffold({ directory }).names.benchmark).toBe('words')
  })
})

describe('nothing is written', () => {
  test('over what is there', () => {
    const directory = join(temporaryDirectory(), 'word-count')
    mkdirSync(directory)
    writeFileSync(join(directory, 'mine'), 'mine')
    expect(() => scaffold({ directory })).toThrow(usage)
    expect(readdirSync(directory)).toEqual(['mine'])
  })

  test('in place of a file', () => {
    const directory = join(temporaryDirectory(), 'word-count')
    writeFileSync(directory, 'mine')
    expect(() => scaffold({ directory })).toThrow(usage)
    expect(readFileSync(directory, 'utf8')).toBe('mine')
  })

  test.each([
    ['a name that cannot be used', { benchmark: 'Word Count' }],
    ['a package that npm does not take', { packageName: 'Word' }],
    ['a description that ends a comment', { description: 'a */ b' }],
    ['a description of two lines', { description: 'a\nb' }],
    ['an address that is none', { repository: 'me/words' }],
    ['an option that does not exist', { packge: 'x' }],
  ])('for %s', (_, options) => {
    const directory = join(temporaryDirectory(), 'word-count')
    expect(() => scaffold({ directory, ...options })).toThrow(usage)
    expect(existsSync(directory)).toBe(false)
  })
})
