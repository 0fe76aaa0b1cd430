import { spawnSync } from 'node:child_process'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const examples = join(root, 'examples')
const documents = ['README.md', ...globSync('docs/{*,*/*}.md', { cwd: root })].map((file) =>
  readFileSync(join(root, file), 'utf8'),
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
    { cwd: examples, encoding: 'utf8', timeout: 110_000 },
  )
  return { status, output: stdout + stderr }
}

test('the script of the README has 15 lines', () => {
  const script = exampleFiles.find(({ file }) => file === '01-smp-primes.ts')
  expect(script?.text.trim().split('\n').length).toBe(15)
})

test('every example stands in a document word for word', () => {
  for (const { file, text } of exampleFiles)
    expect(
      documents.some((document) => document.includes(`\`\`\`ts\n${text}\`\`\`\n`)),
      file,
    ).toBe(true)
})

describe('every example runs', () => {
  test.each(exampleFiles)('$file', ({ file, prints }) => {
    const { status, output } = runScript(join(examples, file))
    expect(status, output).toBe(0)
    for (const line of prints) expect(output).toMatch(line)
  })
})
