import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { main } from '../src/main.ts'
import { temporaryDirectory } from './temporary-directory.ts'

async function called(argv: readonly string[]) {
  const directory = temporaryDirectory()
  const said = { stdout: '', stderr: '' }
  const code = await main(argv, {
    interactive: false,
    directory,
    stdout: (text) => {
      said.stdout += text
    },
    stderr: (text) => {
      said.stderr += text
    },
  })
  return { code, directory, ...said }
}

describe('without a terminal', () => {
  test('flags say everything, and what comes next is told', async () => {
    const { code, directory, stdout } = await called(['words', '--benchmark', 'word-count', '--package', '@me/words'])
    expect(code).toBe(0)
    expect(stdout).toContain('@me/words: ')
    expect(stdout).toContain('  cd words\n  npm install\n')
    expect(existsSync(join(directory, 'words', 'c', 'word-count.c'))).toBe(true)
  })

  test.each([
    [['words', '--pakage', 'x'], /create-plugin: .*--pakage/],
    [['words', 'more'], /one directory is enough/],
    [['Words'], /lower-case words joined by hyphens/],
  ])('%j is wrong usage', async (argv, says) => {
    const { code, stderr } = await called(argv)
    expect({ code, says: says.test(stderr) }, stderr).toEqual({ code: 2, says: true })
  })

  test('help and version are told and nothing is written', async () => {
    const help = await called(['--help'])
    expect(help.stdout).toContain('npm create @capbench/plugin')
    const own = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'))
    expect((await called(['--version'])).stdout).toBe(`${own.version}\n`)
    expect(existsSync(join(help.directory, 'sample-bench'))).toBe(false)
  })
})

/** Types into the command on a terminal of its own, each answer as its question appears. */
function typed(directory: string, answers: readonly (readonly [question: string, keys: string])[]) {
  const bin = join(import.meta.dirname, '..', 'src', 'bin.ts')
  // a terminal that nobody has sized has no columns, and every letter a line
  const command = `stty cols 120 rows 40; exec "${process.execPath}" --conditions=@capbench/source "${bin}"`
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: directory })
  let screen = ''
  let next = 0
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString()
    const [question, keys] = answers[next] ?? ['\0', '']
    if (!screen.includes(question)) return
    next++
    child.stdin.write(keys)
  })
  return new Promise<{ code: number | null; screen: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, screen }))
  })
}

describe('on a terminal', () => {
  const hasScript = spawnSync('script', ['--version']).status === 0

  test('what flags do not say is asked, and the usual answer stands there', async (ctx) => {
    if (!hasScript) ctx.skip('needs script of util-linux')
    const directory = temporaryDirectory()
    const { code, screen } = await typed(directory, [
      ['Where?', 'words\r'],
      ['Name of the benchmark?', 'word-count\r'],
      ['Name of the package?', '\r'],
      ['What does it measure?', 'Counts words\r'],
      ['Address of its repository?', 'https://example.org/me/words\r'],
    ])
    expect(code, screen).toBe(0)
    const manifest = JSON.parse(readFileSync(join(directory, 'words', 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({ name: 'capbench-bench-word-count', description: 'Counts words' })
    expect(manifest.repository).toEqual({ type: 'git', url: 'git+https://example.org/me/words.git' })
  })

  test('a directory that holds something is refused where it is asked for', async (ctx) => {
    if (!hasScript) ctx.skip('needs script of util-linux')
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'words'))
    writeFileSync(join(directory, 'words', 'mine'), '')
    const { code, screen } = await typed(directory, [
      ['Where?', 'words\r'],
      ['words is not empty', '\u0003'],
    ])
    expect(code, screen).toBe(130)
    expect(readdirSync(join(directory, 'words'))).toEqual(['mine'])
  })

  test('giving up writes nothing', async (ctx) => {
    if (!hasScript) ctx.skip('needs script of util-linux')
    const directory = temporaryDirectory()
    const { code, screen } = await typed(directory, [
      ['Where?', 'words\r'],
      ['Name of the benchmark?', '\u0003'],
    ])
    expect(code, screen).toBe(130)
    expect(existsSync(join(directory, 'words'))).toBe(false)
  })
})
