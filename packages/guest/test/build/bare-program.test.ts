import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { buildBareProgram } from '../../src/build/bare/build-bare-program.ts'
import { archiveName, bareFlags, bareLinkFlags, buildBareRuntime, linkScript } from '../../src/build/bare/runtime.ts'
import { findBareTools } from '../../src/build/bare/tools.ts'
import { updateLock } from '../../src/build/lock.ts'
import { bareDirectory, packageRoot } from '../../src/package-root.ts'
import { readProgramManifest } from '../../src/program-manifest.ts'
import { boot } from '../support/boot.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { readRecords } from '../support/records.ts'
import { nonce } from '../support/run.ts'

const directory = temporaryDirectory()
const trivial =
  '#include "capbench_bare.h"\nint main(int c, char **v) { cb_begin(c > 1 ? v[1] : "", NAME, "1.0.0"); return cb_end(); }\n'

/** A plugin: a package of its own that includes `capbench_bare.h`. */
function plugin(name: string): string {
  const root = join(directory, name)
  mkdirSync(join(root, 'c'), { recursive: true })
  writeFileSync(join(root, 'c/main.c'), trivial)
  return root
}

const options = (root: string) => ({
  name: 'tiny',
  root,
  sources: ['c/main.c'],
  outDir: join(root, 'dist'),
  flags: ['-DNAME=__FILE__'],
})

test('the same program in two directories is the same bytes and manifest, and names no path', async () => {
  const first = await buildBareProgram(options(plugin('here')))
  const second = await buildBareProgram(options(plugin('somewhere/else')))
  expect(second.manifest).toEqual(first.manifest)
  expect(readFileSync(second.path).equals(readFileSync(first.path))).toBe(true)
  const stored = readFileSync(`${first.path}.json`, 'utf8') + readFileSync(first.path, 'latin1')
  for (const path of [directory, packageRoot]) expect(stored).not.toContain(path)
})

test('the manifest lists the sources of program and runtime; nothing else is left behind', async () => {
  const root = plugin('manifest')
  const { path, manifest } = await buildBareProgram(options(root))
  const paths = manifest.sources.map((source) => source.path)
  const own = ['boot.S', 'layout.h', 'link.ld', 'smp.c', 'trampoline.S'].map((name) => `@capbench/guest/c/bare/${name}`)
  expect(paths).toEqual(expect.arrayContaining(['c/main.c', '@capbench/guest/c/capbench/stream.h', ...own]))
  expect(manifest.sources).toContainEqual({
    path: '@capbench/guest/c/bare/link.ld',
    sha256: sha256Hex(readFileSync(join(bareDirectory, 'link.ld'))),
  })
  expect(manifest).toMatchObject({ name: 'tiny', libc: { name: 'capbench-bare' }, notes: [] })
  expect(manifest.flags).toEqual(expect.arrayContaining(['-O2', '-ffreestanding', '-DNAME=__FILE__', '-nostdlib']))
  expect(manifest.sha256).toBe(sha256Hex(readFileSync(path)))
  expect(readProgramManifest(`${path}.json`)).toEqual(manifest)
  expect(readdirSync(join(root, 'dist')).sort()).toEqual(['tiny', 'tiny.json'])
})

test('digests are expected as those of other programs', async () => {
  const root = plugin('lock')
  const lock = join(root, 'programs.lock.json')
  const unknown = await buildBareProgram({ ...options(root), lock })
  expect(unknown.manifest.notes).toEqual(['program-version-not-locked'])
  updateLock(lock, [unknown.manifest])
  expect((await buildBareProgram({ ...options(root), lock })).manifest.notes).toEqual([])
  const other = await buildBareProgram({ ...options(root), lock, flags: ['-DNAME="other"'] })
  expect(other.manifest.notes).toEqual(['program-digest-unexpected'])
})

test('the archive is the same bytes twice, and a program linked with it by hand boots', async () => {
  const [one, two] = [join(directory, 'one'), join(directory, 'two')]
  const archive = await buildBareRuntime(one)
  expect(readFileSync(await buildBareRuntime(two)).equals(readFileSync(archive))).toBe(true)
  expect(readdirSync(one)).toEqual([archiveName])
  const image = join(one, 'image')
  const sources = [join(plugin('by-hand'), 'c/main.c'), archive]
  const link = [...bareLinkFlags, `-Wl,-T,${linkScript}`, '-o', `${image}.elf64`]
  const flags = [...bareFlags, '-DNAME="by-hand"', '-I', bareDirectory]
  const { gcc, objcopy } = await findBareTools()
  execFileSync(gcc, [...flags, ...sources, '-lgcc', ...link], { stdio: 'ignore' })
  execFileSync(objcopy, ['-O', 'elf32-i386', `${image}.elf64`, image])
  const { code, records } = await boot(image, directory, { append: `-- ${nonce}` })
  expect(code).toBe(0x10 * 2 + 1)
  expect(readRecords(records, nonce)[0]).toEqual({ type: 'begin', value: { program: 'by-hand', version: '1.0.0' } })
})

describe('refusals leave nothing behind', () => {
  test.each([
    ['sources that do not compile', { flags: [] }, 'CAPBENCH_USAGE', /does not compile[\s\S]*NAME/],
    [
      'a program without main',
      { flags: ['-Dmain=other', '-DNAME="x"'] },
      'CAPBENCH_USAGE',
      /undefined reference to `main/,
    ],
    ['a source that is not there', { sources: ['c/absent.c'] }, 'CAPBENCH_USAGE', /absent\.c/],
    ['a name that is no file name', { name: '../x' }, 'CAPBENCH_USAGE', /program name/],
    ['no compiler', { compilers: ['no-such-compiler'] }, 'CAPBENCH_MISSING', /no-such-compiler.*apt-get install/],
    ['a compiler for another machine', { compilers: ['true'] }, 'CAPBENCH_MISSING', /GCC for x86-64/],
  ])('%s', async (_, wrong, code, message) => {
    const root = plugin('refused')
    const all = { ...options(root), ...wrong }
    mkdirSync(all.outDir, { recursive: true })
    await expect(buildBareProgram(all)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(readdirSync(all.outDir)).toEqual([])
  })
})
