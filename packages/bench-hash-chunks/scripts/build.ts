/**
 * Builds the programs of this package into `dist`. `--lock` records the digests that the compilers of this host give,
 * one after the other, as the expected ones.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  bareProgramDirectory,
  buildableArchitectures,
  buildBareProgram,
  buildProgram,
  canBuildBare,
  hostArchitecture,
  programDirectory,
  removeStalePrograms,
  updateLock,
} from '@capbench/guest'
import { bareSources, packageRoot, programSources } from '../src/program.ts'

const lock = join(packageRoot, 'programs.lock.json')
const own = { ...programSources, root: packageRoot }
const bare = { ...bareSources, root: packageRoot }
const withBare = await canBuildBare()
const others = (await buildableArchitectures()).filter((arch) => arch !== hostArchitecture)

if (process.argv.includes('--lock')) {
  const stage = mkdtempSync(join(tmpdir(), 'capbench-lock-'))
  try {
    for (const compiler of ['musl-gcc', 'gcc']) {
      const { manifest } = await buildProgram({ ...own, outDir: stage, compilers: [compiler] })
      updateLock(lock, [manifest])
    }
    for (const arch of others)
      updateLock(lock, [(await buildProgram({ ...own, outDir: stage, ...(arch && { arch }) })).manifest])
    if (withBare) updateLock(lock, [(await buildBareProgram({ ...bare, outDir: stage })).manifest])
  } finally {
    rmSync(stage, { recursive: true })
  }
}
const built = []
for (const arch of [hostArchitecture, ...others])
  built.push(await buildProgram({ ...own, outDir: programDirectory(packageRoot, arch), lock, ...(arch && { arch }) }))
if (withBare) built.push(await buildBareProgram({ ...bare, outDir: bareProgramDirectory(packageRoot), lock }))
else console.log('no image without an operating system: there is no GCC for x86-64')
if (others.length === 0) console.log('no programs for other architectures: there is no cross compiler')
removeStalePrograms(dirname(programDirectory(packageRoot)), built)
for (const { name, manifest } of built) {
  const { compiler, libc, notes } = manifest
  const remarks = notes.length === 0 ? '' : ` (${notes.join(', ')})`
  console.log(
    `${name} ${manifest.bytes} bytes, ${libc.name} ${libc.version}, ${compiler.name} ${compiler.version}${remarks}`,
  )
}
