import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { main, sources } from '@capbench/cli'
import { afterAll, describe, expect, type TestContext, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { type Block, blocks, blocksIn, blocksOf, placeOf, root } from './documents.ts'
import { faultOf } from './shell/checks.ts'

const directory = mkdtempSync(join(tmpdir(), 'capbench-blocks-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Checked in tests of their own: TypeScript runs, commands are run or read by a shell. */
const elsewhere = ['ts', 'sh']

/** What is wrong with a block; undefined is: nothing. `skip` says what this machine lacks. */
type Checker = (block: Block, skip: (why: string) => never) => string | undefined | Promise<string | undefined>

function compiled(program: string, args: readonly string[], skip: (why: string) => never): string | undefined {
  const { error, status, stderr } = spawnSync(program, args, { cwd: directory, encoding: 'utf8' })
  if (error !== undefined) return skip(`needs ${program}`)
  return status === 0 ? undefined : stderr
}

const file = (name: string, { text }: Block): string => {
  writeFileSync(join(directory, name), text)
  return name
}

const header = join(root, 'packages', 'guest', 'c')
const flags = ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-fsyntax-only']

async function workflowFault(value: unknown): Promise<string | undefined> {
  const { on, jobs } = value as { on?: unknown; jobs?: Record<string, { steps?: readonly Record<string, unknown>[] }> }
  if (on === undefined || jobs === undefined) return 'a workflow has `on` and `jobs`'
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? [])
  if (steps.length === 0) return 'a workflow has steps'
  const odd = steps.find((step) => typeof step.run !== 'string' && typeof step.uses !== 'string')
  if (odd !== undefined) return `a step runs or uses something, got ${JSON.stringify(odd)}`
  for (const { run } of steps) {
    const fault = typeof run === 'string' ? await faultOf(run, { directory }) : undefined
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Recorded streams in a document are the files that they are said to be, to the byte. */
const vectors = globSync('packages/*/vectors/*.log', { cwd: root })
const recorded = new Set(vectors.map((name) => readFileSync(join(root, name), 'utf8').trim()))

async function synopsisFault(text: string): Promise<string | undefined> {
  const command = (args: readonly string[]) =>
    main(
      [...args, '--help'],
      {
        stdout: () => undefined,
        stderr: () => undefined,
        environment: {},
        cwd: directory,
        signal: new AbortController().signal,
      },
      sources,
    )
  for (const line of text.trim().split('\n')) {
    const [, name = ''] = /^(?:\$ )?capbench ([a-z-]+)/.exec(line) ?? []
    if ((await command([name])) !== 0) return `there is no command in ${JSON.stringify(line)}`
  }
  return undefined
}

const checkers: Readonly<Record<string, Checker>> = {
  c: (block, skip) => compiled('gcc', [...flags, '-I', header, file('block.c', block)], skip),
  js: (block) => compiled(process.execPath, ['--check', file('block.mjs', block)], () => undefined as never),
  json: ({ text }) => {
    try {
      JSON.parse(text)
      return undefined
    } catch (error) {
      return String(error)
    }
  },
  python: (block, skip) =>
    compiled('python3', ['-c', 'import ast, sys; ast.parse(open(sys.argv[1]).read())', file('block.py', block)], skip),
  rust: (block, skip) => {
    mkdirSync(join(directory, 'out'), { recursive: true })
    for (const path of [join('packages', 'guest', 'rust', 'capbench.rs'), ...vectors])
      copyFileSync(join(root, path), join(directory, basename(path)))
    return compiled(
      'rustc',
      ['--edition=2021', '--emit=metadata', '--out-dir', 'out', '-Awarnings', file('block.rs', block)],
      skip,
    )
  },
  text: ({ text }) => {
    if (text.startsWith('@CB1 ')) return recorded.has(text.trim()) ? undefined : 'no file of packages/*/vectors'
    // What follows a command is its output, which the tests of that command compare.
    return synopsisFault(text.startsWith('$ ') ? (text.split('\n')[0] ?? '') : text)
  },
  yaml: async ({ text }) => {
    const [parsed, ...more] = parseAllDocuments(text, { strict: true })
    if (parsed === undefined || more.length > 0 || !('toJS' in parsed)) return 'one document was wanted'
    const [error] = [...parsed.errors, ...parsed.warnings]
    return error?.message ?? (await workflowFault(parsed.toJS()))
  },
}

function skipped(ctx: TestContext, why: string): never {
  ctx.skip(why)
  throw new Error(why)
}

/** The checker of a block; a language without one is refused. */
function checkerOf({ language, ...block }: Block): Checker {
  const found = checkers[language]
  if (found === undefined) throw new Error(`${block.document}:${block.line}: no test checks the language "${language}"`)
  return found
}

const others = blocks.filter(({ language }) => !elsewhere.includes(language))

describe('every block of a language other than TypeScript and shell is one of that language', () => {
  test.for(others.map((block) => ({ place: placeOf(block), language: block.language, block })))(
    '$place ($language)',
    async ({ block }, ctx) => {
      expect(await checkerOf(block)(block, (why) => skipped(ctx, why))).toBeUndefined()
    },
  )
})

test('no document holds a block that nothing checks', () => {
  const known = [...elsewhere, ...Object.keys(checkers)]
  expect(blocks.filter(({ language }) => !known.includes(language)).map(placeOf)).toEqual([])
  expect(blocksOf('yaml').length).toBeGreaterThan(0)
})

describe('a block that is wrong is refused', () => {
  test.for([
    ['json', '{"a":1,}'],
    ['yaml', 'on: push\njobs:\n  a: [\n'],
    ['yaml', 'on: push\njobs:\n  a:\n    steps:\n      - name: does nothing\n'],
    ['yaml', 'on: push\njobs:\n  a:\n    steps:\n      - run: npx @capbench/cli run --no-such-flag\n'],
    ['js', 'const = 1'],
    ['python', 'def f(:'],
    ['c', 'int main(void) { return undeclared; }'],
    ['text', 'capbench frobnicate\n'],
    ['text', '@CB1 00112233445566778899aabbccddeeff 0 begin {}\n'],
  ])('%s', async ([language, text], ctx) => {
    const [block] = blocksIn('page.md', `\`\`\`${language}\n${text}\n\`\`\`\n`)
    if (block === undefined) throw new Error('no block was found')
    expect(await checkerOf(block)(block, (why) => skipped(ctx, why))).toBeDefined()
  })

  test('and so is a language that nothing checks', () => {
    const [block] = blocksIn('page.md', '- item\n  ```befunge\n  @\n  ```\n')
    expect(block).toMatchObject({ line: 2, language: 'befunge', text: '@\n' })
    expect(() => block && checkerOf(block)).toThrow('no test checks the language "befunge"')
  })
})
