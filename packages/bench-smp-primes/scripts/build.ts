/**
 * Builds the program of this package into `dist`. `--lock` records the digests that the compilers of this host give,
 * one after the other, as the expected ones.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProgram, programDirectory, updateLock } from '@capbench/guest'
import { packageRoot, programSources } from '../src/program.ts'

const lock = join(packageRoot, 'programs.lock.json')
const own = { ...programSources, root: packageRoot }

if (process.argv.includes('--lock')) {
  const stage = mkdtempSync(join(tmpdir(), 'capbench-lock-'))
  try {
    for (const compiler of ['musl-gcc', 'gcc']) {
      const { manifest } = await buildProgram({ ...own, outDir: stage, compilers: [compiler] })
      updateLock(lock, [manifest])
    }
  } finally {
    rmSync(stage, { recursive: true })
  }
}
const { name, manifest } = await buildProgram({ ...own, outDir: programDirectory(packageRoot), lock })
const { compiler, libc, notes } = manifest
const remarks = notes.length === 0 ? '' : ` (${notes.join(', ')})`
console.log(
  `${name} ${manifest.bytes} bytes, ${libc.name} ${libc.version}, ${compiler.name} ${compiler.version}${remarks}`,
)
