import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blocksOf, placeOf, root } from './documents.ts'

/** Inside `docs/`, so that the blocks resolve packages as a user's script would. */
const workshop = join(root, 'docs', '.documents')

const scripts = blocksOf('ts').map((block) => ({
  title: placeOf(block),
  file: join(workshop, `${placeOf(block).replaceAll(/[/.:]/g, '-')}.ts`),
  text: block.text,
}))

/** The examples run in their own tests. */
const examples = new Set(
  globSync('examples/{*,*/*,*/src/*}.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8')),
)

function runScript(file: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@capbench/source', '--disable-warning=ExperimentalWarning', file],
    { cwd: workshop, encoding: 'utf8', timeout: 300_000 },
  )
  return { status, output: stdout + stderr }
}

beforeAll(() => {
  rmSync(workshop, { recursive: true, force: true })
  mkdirSync(workshop, { recursive: true })
  for (const { file, text } of scripts) writeFileSync(file, text)
  writeFileSync(
    join(workshop, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['./*.ts'], exclude: [] }),
  )
})
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

test('documents hold code to check', () => {
  expect(scripts.length).toBeGreaterThan(20)
})

test('every block of TypeScript in a document type-checks', () => {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  const { status, stdout } = spawnSync(tsc, ['-p', join(workshop, 'tsconfig.json')], { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

describe('every block of TypeScript in a document that is no example runs', () => {
  test.for(scripts.filter(({ text }) => !examples.has(text)))('$title', { timeout: 330_000 }, ({ file }) => {
    const { status, output } = runScript(file)
    expect(status, output).toBe(0)
  })
})
