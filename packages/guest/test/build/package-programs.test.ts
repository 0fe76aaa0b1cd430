import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canBuildBare } from '../../src/build/bare/tools.ts'
import { buildPackagePrograms } from '../../src/build/package-programs.ts'
import { hostArchitecture } from '../../src/host-architecture.ts'
import { temporaryDirectory } from '../support/programs.ts'

test('a package is built for all systems that have a compiler; recorded digests take the note away', async () => {
  const root = temporaryDirectory()
  writeFileSync(join(root, 'main.c'), 'int main(void) { return 0; }\n')
  mkdirSync(join(root, 'dist/programs/lost-linux'), { recursive: true })
  const sources = { name: 'tiny', sources: ['main.c'] }
  const unlocked = await buildPackagePrograms({ root, linux: sources, bare: sources })
  expect(readdirSync(join(root, 'dist/programs'))).toContain(`${hostArchitecture}-linux`)
  expect(readdirSync(join(root, 'dist/programs'))).not.toContain('lost-linux')
  expect(existsSync(join(root, 'dist/programs/x86_64-bare/tiny'))).toBe(await canBuildBare())
  for (const { manifest } of unlocked.programs) expect(manifest.notes).toContain('program-version-not-locked')
  expect(unlocked.report.filter((line) => line.startsWith('tiny '))).toHaveLength(unlocked.programs.length)

  const locked = await buildPackagePrograms({ root, linux: sources, bare: sources, lock: true })
  for (const { manifest } of locked.programs) expect(manifest.notes).not.toContain('program-version-not-locked')
  expect(locked.programs.map(({ manifest }) => manifest.sha256)).toEqual(
    unlocked.programs.map(({ manifest }) => manifest.sha256),
  )
})

test('an option that does not exist is refused by name', async () => {
  const options = { root: '/', linux: { name: 'tiny', sources: [] }, bear: undefined }
  await expect(buildPackagePrograms(options)).rejects.toThrow('bear')
})
