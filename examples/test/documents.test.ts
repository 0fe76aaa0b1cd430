import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const examples = join(root, 'examples')
/** Inside `examples/`, so that the blocks resolve packages as a user's script would. */
const workshop = join(examples, '.documents')

const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => join('docs', file)),
]
  .filter((file) => file.endsWith('.md'))
  .sort((a, b) => (a < b ? -1 : 1))

/** Blocks of a language, each with the line on which it starts. */
function blocks(document: string, language: string): readonly { readonly line: number; readonly text: string }[] {
  const source = readFileSync(join(root, document), 'utf8')
  return [...source.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap((match) =>
    match[1] === language ? [{ line: source.slice(0, match.index).split('\n').length, text: match[2] ?? '' }] : [],
  )
}

const scripts = documents.flatMap((document) =>
  blocks(document, 'ts').map(({ line, text }) => ({
    title: `${document}:${line}`,
    file: join(workshop, `${document.replaceAll(/[/.]/g, '-')}-${line}.ts`),
    text,
  })),
)
/** What an example must print, besides exiting with 0. */
const expected: Readonly<Record<string, readonly RegExp[]>> = {
  '01-smp-primes.ts': [/^linux \d+$/m, /^native \d+$/m],
  '02-define-a-benchmark.ts': [/^echo$/m],
  '03-existing-harness.ts': [/^smp1 \S+/m, /^smp2 \S+/m],
}
const exampleFiles = readdirSync(examples)
  .filter((file) => /^\d\d-.*\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(examples, file), 'utf8'), prints: expected[file] ?? [/./] }))

function runScript(file: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@capbench/source', '--disable-warning=ExperimentalWarning', file],
    { cwd: workshop, encoding: 'utf8', timeout: 110_000 },
  )
  return { status, output: stdout + stderr }
}

beforeAll(() => {
  rmSync(workshop, { recursive: true, force: true })
  mkdirSync(workshop, { recursive: true })
  for (const { file, text } of scripts) writeFileSync(file, text)
  writeFileSync(
    join(workshop, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['./*.ts', '../*.ts'], exclude: [] }),
  )
})
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

test('documents hold code to check', () => {
  expect(scripts.length).toBeGreaterThan(2)
  expect(exampleFiles.length).toBeGreaterThan(0)
})

test('every block of code in a document type-checks', () => {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  const { status, stdout } = spawnSync(tsc, ['-p', join(workshop, 'tsconfig.json')], { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

test('the script of the README has 15 lines', () => {
  const [script] = blocks('README.md', 'ts')
  expect(script?.text.trim().split('\n').length).toBe(15)
})

test('every example stands in a document word for word', () => {
  const texts = scripts.map(({ text }) => text)
  for (const { file, text } of exampleFiles) expect(texts, file).toContain(text)
})

describe('every block of code in a document that is no example runs', () => {
  const examplesByText = new Set(exampleFiles.map(({ text }) => text))
  test.each(scripts.filter(({ text }) => !examplesByText.has(text)))('$title', ({ file }) => {
    const { status, output } = runScript(file)
    expect(status, output).toBe(0)
  })
})

describe('every example runs', () => {
  test.each(exampleFiles)('$file', ({ file, prints }) => {
    const { status, output } = runScript(join(examples, file))
    expect(status, output).toBe(0)
    for (const line of prints) expect(output).toMatch(line)
  })
})

test('every link inside the repository leads somewhere', () => {
  const dead = documents.flatMap((document) => {
    const source = readFileSync(join(root, document), 'utf8')
    return [...source.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].flatMap(([, link = '']) => {
      const target = join(root, document, '..', link)
      try {
        readFileSync(target)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EISDIR') return [`${document}: ${link}`]
      }
      return []
    })
  })
  expect(dead).toEqual([])
})
