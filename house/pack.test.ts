import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyInDeclarations, tarballContents } from './rules/tarballs.ts'
import { root, type SourceFile } from './tree.ts'

/** What a user writes on the first day, with a type error that the published declarations must catch. */
const consumer = `
import { hashChunks, hashChunksWith, tcgProfile } from '@capbench/bench-hash-chunks'
import { smpPrimes } from '@capbench/bench-smp-primes'
import { type CaseName, type Suite, suite, withParameters } from '@capbench/core'
import { bootProof } from '@capbench/guest'
import { nativeHost } from '@capbench/host'
export const primes: Suite = suite({ name: 'primes', benchmarks: [smpPrimes], targets: [] })
export const first: CaseName<typeof smpPrimes> = 'smp1'
const hashing = suite({ name: 'hashing', benchmarks: [smpPrimes, hashChunks], targets: [nativeHost()] })
export const emulated: Suite = withParameters(hashing, hashChunks, tcgProfile)
export const joined: CaseName<ReturnType<typeof hashChunksWith>> = 'smp8-smt'
// @ts-expect-error - a system that joins says how it hashes
hashChunksWith({ systems: { capos: {} }, proof: bootProof })
// @ts-expect-error - there is no such case
export const ninth: CaseName<typeof smpPrimes> = 'smp9'
`
/** Loads every package; what a manifest calls a benchmark is one. */
const load = (names: readonly string[]): string => `
for (const name of ${JSON.stringify(names)}) {
  const loaded = await import(name)
  const { default: { keywords, capbench } } = await import(name + '/package.json', { with: { type: 'json' } })
  const benchmarks = capbench?.benchmarks ?? []
  const odd = benchmarks.filter((each) => typeof loaded[each]?.evaluate !== 'function')
  if (odd.length > 0) throw new Error(name + ' exports no benchmark ' + odd.join(', '))
  const marked = keywords?.includes('capbench-plugin') === true
  if (marked !== benchmarks.length > 0) throw new Error(name + ' has a keyword or a list of benchmarks, not both')
}`
const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: ['node'] }

/** Examples that boot nothing, each with the last line that it prints. */
const examples = {
  '02-define-a-benchmark': /^passed \d+ ns$/m,
  '06-compose': /^# Primes, on twins and in a sweep in /m,
  '08-read-evidence': /^forged log: re-derive failed: /m,
}

let folder = ''
/** Where a user has all of them installed. */
let home = ''
let tarballs: readonly string[] = []

/** Runs a program to its end and returns its standard output; what it said goes into the error if it fails. */
async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { cwd, maxBuffer: 1 << 26 })).stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${program} ${args.join(' ')} failed\n${stdout ?? ''}${stderr ?? ''}`, { cause: error })
  }
}

/** A development dependency in the version that the workspace has. */
async function installedVersion(name: string): Promise<string> {
  const manifest = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')
  return `${name}@${(JSON.parse(manifest) as { version: string }).version}`
}

async function readTarball(tarball: string): Promise<readonly SourceFile[]> {
  const directory = await mkdtemp(join(folder, 'unpacked-'))
  await run('tar', ['-xzf', tarball, '-C', directory, '--strip-components=1'], folder)
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    files.map(async (file) => ({ path: file.slice(directory.length + 1), text: await readFile(file, 'latin1') })),
  )
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capbench-pack-'))
  await run('node', ['scripts/build.mjs'], root)
  await run('pnpm', ['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder], root)
  tarballs = (await readdir(folder)).filter((name) => name.endsWith('.tgz')).map((name) => join(folder, name))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('every tarball holds what its users need and nothing else', async () => {
  const findings = await Promise.all(
    tarballs.map(async (tarball) => {
      const files = await readTarball(tarball)
      const name = tarball.slice(folder.length + 1)
      const untyped = anyInDeclarations(files).map((finding) => `${name}: ${finding}`)
      return [...tarballContents(name, files, root), ...untyped]
    }),
  )
  expect(findings).not.toHaveLength(0)
  if (findings.flat().length > 0) expect.fail(`\n${findings.flat().join('\n')}\n`)
})

describe('installed by npm into an empty folder', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(folder, 'consumer-'))
    await writeFile(join(home, 'package.json'), '{ "private": true, "type": "module" }')
    const packages = [...tarballs, await installedVersion('@types/node')]
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const install = (flag: string) => run('npm', ['install', flag, ...quiet, ...packages], home)
    await install('--offline').catch(() => install('--prefer-offline')) // npm's cache is enough the second time
  })

  test('the packages load and type-check', async () => {
    const names = (await readdir(join(home, 'node_modules', '@capbench'))).map((name) => `@capbench/${name}`)
    expect(names).toHaveLength(tarballs.length)
    await run('node', ['--input-type=module', '--eval', load(names)], home)

    await writeFile(join(home, 'consumer.ts'), consumer)
    await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['consumer.ts'] }))
    await run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.json', '--pretty', 'false'], home)
  })

  test.each(Object.entries(examples))('the example %s runs, copied there', async (name, prints) => {
    const source = join(root, 'examples', name)
    const files = (await readdir(source)).filter((file) => file !== 'node_modules' && file !== 'target')
    for (const file of files) await cp(join(source, file), join(home, name, file))
    expect(await run('node', ['main.ts'], join(home, name))).toMatch(prints)
  })

  test('carried elsewhere with a Node, they measure where there is no network and no other Node', async ({ skip }) => {
    const alone = ['--map-root-user', '--net']
    await run('unshare', [...alone, 'true'], folder).catch((error: unknown) => skip(`no network namespace: ${error}`))
    const [remote, laptop] = [join(folder, 'remote'), join(folder, 'laptop')]
    await rename(home, remote)
    const bin = join(remote, 'node_modules', '.bin')
    await symlink(process.execPath, join(bin, 'node')) // as the package `node` has it
    await mkdir(laptop)
    const capbench = (cwd: string, ...argv: readonly string[]) => {
      const environment = ['-i', `PATH=${bin}:/usr/bin:/bin`, `HOME=${folder}`]
      return run('unshare', [...alone, 'env', ...environment, 'capbench', ...argv], cwd)
    }
    const small = ['--targets', 'native', '--cases', 'smp1', '--param', 'limit=20000', '--smoke', '--warmups', '0']
    expect(await capbench(remote, 'run', '--quiet', ...small)).toMatch(/^smp-primes +elapsed +smp1 +native +passed/m)
    await rename(join(remote, 'target'), join(laptop, 'target'))
    expect(await capbench(laptop, 'verify', 'latest')).toMatch(/^pass +re-derive$/m)
  })
})
