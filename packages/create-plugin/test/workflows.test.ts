import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { scaffold } from '../src/scaffold/scaffold.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const root = join(import.meta.dirname, '..', '..', '..')

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly on: object
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>
}

const read = (file: string): Workflow => parse(readFileSync(file, 'utf8'), { strict: true }) as Workflow
const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps }) => steps)

function scaffolded(): string {
  const directory = join(temporaryDirectory(), 'word-count')
  scaffold({ directory })
  return directory
}

const workflows = [
  ['release.yml of this repository', () => join(root, '.github', 'workflows', 'release.yml')],
  ['ci.yml of a new plugin', () => join(scaffolded(), '.github', 'workflows', 'ci.yml')],
  ['release.yml of a new plugin', () => join(scaffolded(), '.github', 'workflows', 'release.yml')],
] as const

describe.each(workflows)('%s', (_, file) => {
  test('is YAML, and every action in it is pinned by its commit', () => {
    const actions = stepsOf(read(file())).flatMap(({ uses }) => uses ?? [])
    expect(actions.length).toBeGreaterThan(1)
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
  })

  test('says what it may do, and hands no secret to a step that does not publish', () => {
    const workflow = read(file())
    expect(Object.keys(workflow.permissions)).toContain('contents')
    for (const { uses, env = {} } of stepsOf(workflow)) {
      const secret = Object.values(env).some((value) => value.includes('secrets.'))
      expect(secret).toBe(uses?.startsWith('changesets/') === true)
    }
  })
})

test.each([workflows[0], workflows[2]])('%s publishes with provenance', (_, file) => {
  const workflow = read(file())
  expect(workflow.permissions['id-token']).toBe('write')
  const publishing = stepsOf(workflow).find(({ uses }) => uses?.startsWith('changesets/'))
  expect(publishing?.env).toMatchObject({ NPM_CONFIG_PROVENANCE: 'true' })
  expect(Object.keys(publishing?.with ?? {}).sort()).toEqual(['publish', 'version'])
})

test('the workflows of a new plugin run scripts that its manifest has', () => {
  const directory = scaffolded()
  const { scripts } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  const steps = ['ci.yml', 'release.yml'].flatMap((file) =>
    stepsOf(read(join(directory, '.github', 'workflows', file))),
  )
  const said = steps.flatMap(({ run, with: more = {} }) => [run, more.version, more.publish].map(String)).join('\n')
  const called = [...said.matchAll(/\bnpm (?:run ([\w-]+)|(test)\b)/g)].map(([, script, own]) => script ?? own ?? '')
  expect(called).toContain('changeset')
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(called))
})
