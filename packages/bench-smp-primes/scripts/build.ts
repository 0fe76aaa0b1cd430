/** Builds the program of this package into `dist`. `--lock` records its digest as the expected one. */
import { join } from 'node:path'
import { buildProgram, programDirectory, updateLock } from '@capbench/guest'
import { packageRoot, programSources } from '../src/program.ts'

const lock = join(packageRoot, 'programs.lock.json')
const outDir = programDirectory(packageRoot)
const { name, manifest } = await buildProgram({ ...programSources, root: packageRoot, outDir, lock })
if (process.argv.includes('--lock')) updateLock(lock, [manifest])
const { compiler, libc, notes } = manifest
const remarks = notes.length === 0 ? '' : ` (${notes.join(', ')})`
console.log(
  `${name} ${manifest.bytes} bytes, ${libc.name} ${libc.version}, ${compiler.name} ${compiler.version}${remarks}`,
)
