import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import { buildProgram } from '../../src/build/build-program.ts'
import { buildableArchitectures } from '../../src/build/compiler.ts'
import { buildGuestProgram, guestProgramNames } from '../../src/build/guest-programs.ts'
import { updateLock } from '../../src/build/lock.ts'
import { headerDirectory, packageRoot } from '../../src/package-root.ts'
import { readProgramManifest } from '../../src/program-manifest.ts'
import { temporaryDirectory } from '../support/programs.ts'
import { readRecords } from '../support/records.ts'
import { nonce, runToEnd } from '../support/run.ts'

const directory = temporaryDirectory()

/** A plugin: a package of its own that includes `capbench.h`. */
function plugin(name: string, main: string): string {
  const root = join(directory, name)
  mkdirSync(join(root, 'c'), { recursive: true })
  writeFileSync(join(root, 'c/main.c'), main)
  return root
}
const trivial =
  '#include "capbench.h"\nint main(int c, char **v) { cb_begin(c > 1 ? v[1] : "", NAME, "1.0.0"); return cb_end(); }\n'

test.each(guestProgramNames)('%s built twice, in two places, is the same bytes and manifest', async (name) => {
  const [one, two] = [join(directory, 'one'), join(directory, 'two')]
  const [first, second] = [await buildGuestProgram(name, one), await buildGuestProgram(name, two)]
  expect(sha256Hex(readFileSync(first.path))).toBe(first.manifest.sha256)
  expect(readFileSync(second.path).equals(readFileSync(first.path))).toBe(true)
  expect(readFileSync(`${second.path}.json`, 'utf8')).toBe(readFileSync(`${first.path}.json`, 'utf8'))
})

test('the same plugin in two directories is the same bytes, and names no path of the machine', async () => {
  const builds = []
  for (const place of ['here', 'somewhere/else']) {
    const root = plugin(place, `#define NAME __FILE__\n${trivial}`)
    builds.push(await buildProgram({ name: 'tiny', root, sources: ['c/main.c'], outDir: join(root, 'dist') }))
  }
  const [first, second] = builds
  expect(second?.manifest).toEqual(first?.manifest)
  const stored = readFileSync(`${first?.path}.json`, 'utf8') + readFileSync(first?.path ?? '', 'latin1')
  for (const path of [directory, packageRoot]) expect(stored).not.toContain(path)
})

test('a plugin builds against the header with its own flags; the manifest lists each source and digest', async () => {
  const root = plugin('plugin', trivial)
  const outDir = join(root, 'dist/programs')
  const flags = ['-DNAME="tiny"']
  const { path, manifest } = await buildProgram({ name: 'tiny', root, sources: ['c/main.c'], outDir, flags })
  const { code, stdout } = await runToEnd(path, [nonce])
  expect(code).toBe(0)
  expect(readRecords(stdout, nonce)[0]).toEqual({ type: 'begin', value: { program: 'tiny', version: '1.0.0' } })
  expect(manifest.flags).toContain('-DNAME="tiny"')
  expect(manifest.sources).toContainEqual({ path: 'c/main.c', sha256: sha256Hex(Buffer.from(trivial)) })
  expect(manifest.sources).toContainEqual({
    path: '@capbench/guest/c/capbench/stream.h',
    sha256: sha256Hex(readFileSync(join(headerDirectory, 'capbench/stream.h'))),
  })
  expect(readProgramManifest(`${path}.json`)).toEqual(manifest)
  expect(readdirSync(outDir).sort()).toEqual(['tiny', 'tiny.json'])
})

test('with glibc a program works and is marked as unofficial', async () => {
  const root = plugin('glibc', trivial)
  const options = { name: 'tiny', root, sources: ['c/main.c'], outDir: join(root, 'dist'), flags: ['-DNAME="tiny"'] }
  const { path, manifest } = await buildProgram({ ...options, compilers: ['no-such-compiler', 'gcc'] })
  expect(manifest.libc.name).toBe('glibc')
  expect(manifest.libc.version).toMatch(/^\d+\.\d+/)
  expect(manifest.notes).toEqual(['unofficial-program'])
  expect(readRecords((await runToEnd(path, [nonce])).stdout, nonce)).toHaveLength(2)
})

describe('expected digests', () => {
  test('those of this package hold for the versions that are locked', async () => {
    for (const arch of await buildableArchitectures())
      for (const name of guestProgramNames) {
        const { manifest } = await buildGuestProgram(name, join(directory, `locked-${arch}`), arch && { arch })
        expect(manifest.notes, `${name} for ${arch}`).not.toContain('program-digest-unexpected')
      }
  })

  test('a version nobody recorded, the recorded one, and other bytes under the same version', async () => {
    const root = plugin('lock', trivial)
    const lock = join(root, 'programs.lock.json')
    const options = { name: 'tiny', root, sources: ['c/main.c'], outDir: join(root, 'dist'), lock }
    const build = (name: string) => buildProgram({ ...options, flags: [`-DNAME="${name}"`] })
    const unknown = await build('tiny')
    expect(unknown.manifest.notes).toContain('program-version-not-locked')
    updateLock(lock, [unknown.manifest])
    expect((await build('tiny')).manifest.notes).not.toContain('program-version-not-locked')
    expect((await build('tiny')).manifest.notes).not.toContain('program-digest-unexpected')
    expect((await build('other')).manifest.notes).toContain('program-digest-unexpected')
    writeFileSync(lock, '[{"program":"tiny"}]')
    await expect(build('tiny')).rejects.toMatchObject({ code: 'CAPBENCH_HOSTILE' })
  })
})

describe('refusals leave nothing behind', () => {
  test.each([
    ['sources that do not compile', { sources: ['c/main.c'] }, 'CAPBENCH_USAGE', /does not compile[\s\S]*NAME/],
    ['a source that is not there', { sources: ['c/absent.c'] }, 'CAPBENCH_USAGE', /absent\.c/],
    ['a name that is no file name', { name: '../x' }, 'CAPBENCH_USAGE', /program name/],
    ['no compiler', { compilers: ['no-such-compiler'] }, 'CAPBENCH_MISSING', /no-such-compiler.*apt-get install/],
  ])('%s', async (_, options, code, message) => {
    const root = plugin('refused', trivial)
    const outDir = join(root, 'dist')
    mkdirSync(outDir, { recursive: true })
    const all = { name: 'tiny', root, sources: ['c/main.c'], outDir, ...options }
    await expect(buildProgram(all)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(readdirSync(outDir)).toEqual([])
  })
})
