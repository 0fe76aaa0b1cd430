/** Builds the program into `dist`, for every architecture that there is a compiler for. */
import { dirname } from 'node:path'
import { buildableArchitectures, buildProgram, programDirectory, removeStalePrograms } from '@capbench/guest'
import { packageRoot, programSources } from '../src/program.ts'

const built = []
for (const arch of await buildableArchitectures()) {
  const outDir = programDirectory(packageRoot, arch)
  built.push(await buildProgram({ ...programSources, root: packageRoot, outDir, ...(arch && { arch }) }))
}
removeStalePrograms(dirname(programDirectory(packageRoot)), built)
for (const { name, manifest } of built) {
  const { bytes, libc, compiler, sha256 } = manifest
  console.log(`${name} ${bytes} bytes, ${libc.name} ${libc.version}, ${compiler.name} ${compiler.version}, ${sha256}`)
}
