import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startRegistry } from './registry.ts'
import { run } from './run.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const plugin = '@capbench-stranger/word-count'
const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']

/** Every Node that the packages promise to run on, and every compiler that their types are checked with. */
const nodes = ['22.23.3', '24.21.0']
const compilers = { ts5: '5.9.3', ts6: '6.0.3', ts7: '7.0.2' }

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> }
}

/** The manifests of all packages that are published. */
const published: readonly Manifest[] = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name, 'package.json'))
  .filter((file) => existsSync(file))
  .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Manifest)
  .filter((manifest) => manifest.private !== true)

/** Everything that can be imported of them, so that all of their types are looked at. */
const everything = published
  .flatMap(({ name, publishConfig = {} }) =>
    Object.keys(publishConfig.exports ?? {}).flatMap((key) => (key.endsWith('.json') ? [] : name + key.slice(1))),
  )
  .map((entry, index) => `export * as entry${index} from '${entry}'\n`)
  .join('')

/** What somebody else does on the same day: the published plugin in a suite of theirs, on a guest and on the host. */
const consumer = `
import { type CaseName, run, suite, withMethod, withParameters } from '@capbench/core'
import { testBenchmark } from '@capbench/core/testing'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import { wordCount } from '${plugin}'

const guest = linuxGuest({})
const host = nativeHost({})
const both = suite({ name: 'words', benchmarks: [wordCount], targets: [guest, host] })
const small = withParameters(both, wordCount, { rounds: 100_000 })
const once = withMethod(small, wordCount, { runs: 1, warmups: 0 })
const campaign = await run(once, { store: process.argv[2] ?? 'target' })
for (const target of [guest, host]) {
  console.log(target.name, campaign.result(wordCount, target, 'smp1', 'elapsed').status)
}
const { passed } = await testBenchmark(wordCount, { target: host, parameters: { rounds: 1000 } })
console.log('promises', passed)
export const first: CaseName<typeof wordCount> = 'smp1'
// @ts-expect-error - there is no such case
export const ninth: CaseName<typeof wordCount> = 'smp9'
`

const tsconfig = (moduleResolution: 'nodenext' | 'bundler') => ({
  compilerOptions: {
    ...{ module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext', moduleResolution },
    ...{ target: 'es2023', strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
    types: ['node'],
  },
  include: ['consumer.ts', 'everything.ts'],
})

test('everything is published to a registry, and a plugin that was scaffolded from it runs elsewhere', {
  timeout: 1_800_000,
}, async ({ skip }) => {
  if (process.env.CAPBENCH_FULL !== '1') skip('publishes everything and installs it again; CAPBENCH_FULL=1 runs this')
  const folder = temporaryDirectory()
  const url = await startRegistry(join(folder, 'registry'))
  const userconfig = join(folder, 'npmrc')
  const scopes = ['@capbench', '@capbench-stranger'].map((scope) => `${scope}:registry=${url}`)
  writeFileSync(userconfig, [...scopes, `${url.slice('http:'.length)}:_authToken=none`, ''].join('\n'))
  const npmrc = { NPM_CONFIG_USERCONFIG: userconfig }

  await run('node', ['scripts/build.mjs'], root)
  const toRegistry = ['--registry', url, '--no-git-checks']
  await run('pnpm', ['-r', '--filter', './packages/*', 'publish', ...toRegistry], root, npmrc)

  // A stranger writes a plugin with nothing but npm, and publishes it as it came.
  await run(
    'npm',
    ['create', '--yes', '@capbench/plugin', 'word-count', '--', '--yes', '--package', plugin],
    folder,
    npmrc,
  )
  const scaffolded = join(folder, 'word-count')
  await run('npm', ['install', ...quiet], scaffolded, npmrc)
  await run('npm', ['test'], scaffolded, npmrc)
  await run('npm', ['publish', '--loglevel=error'], scaffolded, npmrc)

  // Somebody else installs it into an empty folder.
  const home = join(folder, 'home')
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }')
  const wanted = published.map(({ name }) => name)
  await run('npm', ['install', ...quiet, ...wanted, plugin, '@types/node@24'], home, npmrc)
  const installed = readdirSync(join(home, 'node_modules', '@capbench')).map((name) => `@capbench/${name}`)
  expect(installed.sort()).toEqual(wanted.toSorted())
  writeFileSync(join(home, 'everything.ts'), everything)
  writeFileSync(join(home, 'consumer.ts'), consumer)
  for (const node of nodes) {
    const said = await run('npx', ['--yes', '-p', `node@${node}`, '-c', `node consumer.ts target-${node}`], home)
    await run('npx', ['--yes', '-p', `node@${node}`, '-c', 'node everything.ts'], home)
    expect(said, `Node ${node}`).toMatch(/^linux passed$[\s\S]*^native passed$[\s\S]*^promises true$/m)
  }

  const checkers = join(folder, 'checkers')
  mkdirSync(checkers)
  const aliases = Object.entries(compilers).map(([name, version]) => `${name}@npm:typescript@${version}`)
  await run('npm', ['install', ...quiet, '--prefix', checkers, ...aliases], checkers)
  const checked = [...Object.keys(compilers).map((name) => [name, 'nodenext'] as const), ['ts7', 'bundler'] as const]
  for (const [name, resolution] of checked) {
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(tsconfig(resolution)))
    const tsc = join(checkers, 'node_modules', name, 'bin', 'tsc')
    await run('node', [tsc, '-p', 'tsconfig.json', '--pretty', 'false'], home)
  }

  // The command line runs it because the configuration names it.
  const config = `export default { plugins: ['${plugin}'] }\n`
  const choices = ['--suite', 'word-count', '--targets', 'native', '--runs', '1', '--param', 'rounds=1000', '--quiet']
  const capbench = join('node_modules', '.bin', 'capbench')
  await expect(run('node', [capbench, 'run', ...choices], home)).rejects.toThrow(/word-count/)
  writeFileSync(join(home, 'capbench.config.mjs'), config)
  expect(await run('node', [capbench, 'run', ...choices], home)).toMatch(/^word-count +elapsed +smp1 +native +passed/m)
})
