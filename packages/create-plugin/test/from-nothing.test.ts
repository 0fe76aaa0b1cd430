import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { run } from './run.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const tool = (name: string): string => join(root, 'node_modules', '.bin', name)
const folder = temporaryDirectory()
const tarballs = join(folder, 'tarballs')
const plugin = join(folder, 'word-count')
const patient = 600_000

const tarball = (name: string): string => {
  const found = readdirSync(tarballs).find((file) => file.startsWith(`capbench-${name}-`))
  return join(tarballs, found ?? name)
}

/** From npm's cache alone where it has everything. */
async function install(names: readonly string[], cwd: string): Promise<void> {
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const all = ['install', ...quiet, ...names.map(tarball)]
  await run('npm', [...all, '--offline'], cwd).catch(() => run('npm', [...all, '--prefer-offline'], cwd))
}

/** What git would track of the plugin, with digests. */
function tree(): Readonly<Record<string, string>> {
  const entries = readdirSync(plugin, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => relative(plugin, join(entry.parentPath, entry.name)))
  const tracked = paths.filter((path) => !/^(?:node_modules|dist|target)\/|\.tgz$/.test(path))
  return Object.fromEntries(
    tracked.sort().map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(plugin, path)))
        .digest('hex'),
    ]),
  )
}

const programDigest = (): string => {
  const directory = join(plugin, 'dist', 'programs', `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux`)
  return createHash('sha256')
    .update(readFileSync(join(directory, 'word-count')))
    .digest('hex')
}

beforeAll(async () => {
  await run('node', ['scripts/build.mjs'], root)
  await run('pnpm', ['-r', '--filter', './packages/*', 'pack', '--pack-destination', tarballs], root)
  await install(['core', 'create-plugin'], folder)
  await run('node', [join('node_modules', '.bin', 'create-plugin'), 'word-count', '--yes'], folder)
}, patient)

test('a new plugin builds, passes its tests here and in a real guest, and packs, untouched', {
  timeout: patient,
}, async () => {
  const before = tree()
  await install(['core', 'guest', 'host', 'qemu'], plugin)
  const said = await run('npm', ['test'], plugin)
  expect(said).toMatch(/. the benchmark keeps its promises in a Linux guest/)
  expect(said).toMatch(/^. fail 0$/m)
  expect(said).toMatch(/^. skipped 0$/m)
  const program = programDigest()
  await run('npm', ['pack'], plugin)
  expect(programDigest()).toBe(program) // packing builds again, and builds the same
  expect(tree()).toEqual(before)

  const packed = join(plugin, 'capbench-bench-word-count-0.0.0.tgz')
  const files = await run('tar', ['-tzf', packed], plugin)
  expect(files).toMatch(/^package\/dist\/programs\/\w+-linux\/word-count$/m)
  expect(files).not.toMatch(/^package\/(?:src|test|node_modules)\//m)
  await run(tool('publint'), [packed, '--strict'], plugin)
  await run(tool('attw'), [packed, '--profile', 'esm-only', '--no-color'], plugin)
})

/** The tests on this host alone, of a copy of the plugin with one change. */
async function changed(file: string, change: (text: string) => string): Promise<string> {
  const copy = join(dirname(plugin), 'changed')
  rmSync(copy, { recursive: true, force: true })
  cpSync(plugin, copy, { recursive: true, filter: (path) => path !== join(plugin, 'node_modules') })
  symlinkSync(join(plugin, 'node_modules'), join(copy, 'node_modules'))
  const text = readFileSync(join(copy, file), 'utf8')
  expect(change(text)).not.toBe(text)
  writeFileSync(join(copy, file), change(text))
  await run('npm', ['run', 'build'], copy)
  const only = ['--test', '--test-name-pattern', 'on this host', 'test/conformance.ts']
  return run('node', only, copy).then(
    () => 'everything passed',
    (error: unknown) => String(error),
  )
}

test.each<[string, string, (text: string) => string, RegExp]>([
  [
    'a program that counts wrong',
    'c/word-count.c',
    (text) => text.replace('sum += state;', 'sum += state + 1;'),
    /verifier_rejected: run \d: sum: it is \d+, the program gave \d+/,
  ],
  [
    'a verifier that looks at nothing',
    'src/verifier.ts',
    (text) => text.replace('answer?.sum === wanted', 'wanted >= 0'),
    /the verifier refuses a wrong answer/,
  ],
  [
    'time that is not declared to differ',
    'src/benchmark.ts',
    (text) => text.replace(/nondeterminism: \[.*\]/, 'nondeterminism: []'),
    /undeclared nondeterminism: answers\[0\]\.elapsedNs/,
  ],
])('the tests of a new plugin catch %s', { timeout: patient }, async (_, file, change, says) => {
  expect(await changed(file, change)).toMatch(says)
})
