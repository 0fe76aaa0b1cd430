/** Builds the accelerator probe into `dist`. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareProgramDirectory, buildBareProgram, canBuildBare } from '@capbench/guest'

const root = fileURLToPath(new URL('..', import.meta.url))
if (await canBuildBare()) {
  // no SSE: a KVM that interprets instructions does not know all of it
  const flags = ['-mgeneral-regs-only']
  await buildBareProgram({
    name: 'probe',
    root,
    sources: [join('c', 'probe.c')],
    outDir: bareProgramDirectory(root),
    flags,
  })
} else console.log('no accelerator probe: there is no GCC for x86-64')
