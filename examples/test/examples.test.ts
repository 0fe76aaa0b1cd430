import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const examples = join(root, 'examples')
const mainOf = (name: string) => readFileSync(join(examples, name, 'main.ts'), 'utf8')
const documents = ['README.md', ...globSync('docs/{*,*/*}.md', { cwd: root })].map((file) =>
  readFileSync(join(root, file), 'utf8'),
)

/** What each must print, besides exiting with 0. */
const prints: Readonly<Record<string, readonly RegExp[]>> = {
  '01-smp-primes': [/^linux \d+$/m, /^native \d+$/m],
  '02-define-a-benchmark': [/^echo$/m],
  '03-existing-harness': [/^smp1 \S+/m, /^smp2 \S+/m],
}

const store = mkdtempSync(join(tmpdir(), 'capbench-examples-'))
afterAll(() => rmSync(store, { recursive: true, force: true }))

/** As a user does: by its script, in its own folder. The sources are tested, and evidence does not stay. */
function start(name: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--run', 'start'], {
    cwd: join(examples, name),
    env: {
      ...process.env,
      CAPBENCH_STORE: join(store, name),
      NODE_OPTIONS: '--conditions=@capbench/source --disable-warning=ExperimentalWarning',
    },
    encoding: 'utf8',
    timeout: 300_000,
  })
  return { status, output: stdout + stderr }
}

test('the script of the README has 15 lines', () => {
  expect(mainOf('01-smp-primes').trim().split('\n')).toHaveLength(15)
})

test.each(['01-smp-primes', '03-existing-harness'])('%s stands in a document word for word', (name) => {
  expect(documents.some((document) => document.includes(`\`\`\`ts\n${mainOf(name)}\`\`\`\n`))).toBe(true)
})

describe('every example runs', () => {
  test.each(Object.entries(prints))('%s', { timeout: 330_000 }, (name, lines) => {
    const { status, output } = start(name)
    expect(status, output).toBe(0)
    for (const line of lines) expect(output).toMatch(line)
  })
})
