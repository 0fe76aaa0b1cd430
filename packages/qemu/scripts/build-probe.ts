/** Builds the accelerator probe into `dist`. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareProgramDirectory, buildBareProgram, canBuildBare, removeStalePrograms } from '@capbench/guest'

const root = fileURLToPath(new URL('..', import.meta.url))
if (await canBuildBare()) {
  // no SSE: a KVM that interprets instructions does not know all of it
  const flags = ['-mgeneral-regs-only']
  const outDir = bareProgramDirectory(root)
  const probe = await buildBareProgram({ name: 'probe', root, sources: [join('c', 'probe.c')], outDir, flags })
  removeStalePrograms(dirname(outDir), [probe])
} else console.log('no accelerator probe: there is no GCC for x86-64')
