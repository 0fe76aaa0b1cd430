/** Builds the programs of this package into `dist`. `--lock` records their digests as the expected ones. */
import { dirname, join } from 'node:path'
import { bareProgramDirectory } from '../src/build/bare/build-bare-program.ts'
import { bareGuestProgramNames, buildBareGuestProgram } from '../src/build/bare/guest-programs.ts'
import { buildBareRuntime } from '../src/build/bare/runtime.ts'
import { canBuildBare } from '../src/build/bare/tools.ts'
import { buildableArchitectures, programArchitectures } from '../src/build/compiler.ts'
import { buildGuestProgram, guestProgramNames, lockPath } from '../src/build/guest-programs.ts'
import { updateLock } from '../src/build/lock.ts'
import { programLine } from '../src/build/package-programs.ts'
import { removeStalePrograms } from '../src/build/remove-stale.ts'
import { programDirectory } from '../src/guest-program.ts'
import { packageRoot } from '../src/package-root.ts'

const built = []
const buildable = await buildableArchitectures()
for (const arch of buildable) {
  const outDir = programDirectory(packageRoot, arch)
  for (const name of guestProgramNames) built.push(await buildGuestProgram(name, outDir, arch && { arch }))
}
for (const arch of programArchitectures.filter((one) => !buildable.includes(one)))
  console.log(`no programs for ${arch}: there is no cross compiler`)
if (await canBuildBare()) {
  await buildBareRuntime(join(packageRoot, 'dist', 'bare'))
  const outDir = bareProgramDirectory(packageRoot)
  for (const name of bareGuestProgramNames) built.push(await buildBareGuestProgram(name, outDir))
} else console.log('no bare runtime: there is no GCC for x86-64')
removeStalePrograms(dirname(programDirectory(packageRoot)), built)
if (process.argv.includes('--lock'))
  updateLock(
    lockPath,
    built.map(({ manifest }) => manifest),
  )
for (const program of built) console.log(programLine(program))
