import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * Assembles and links c/probe.S into dist/programs/probe.elf, after tsup has cleaned dist. Nothing of a C library is linked,
 * so no 32-bit libraries are needed.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const output = `${root}dist/programs/probe.elf`
mkdirSync(dirname(output), { recursive: true })
const link = ['--build-id=none', '-z,noexecstack', '-Ttext=0x100000', '-s']
execFileSync(
  'gcc',
  ['-m32', '-nostdlib', '-static', '-fno-pie', ...link.map((flag) => `-Wl,${flag}`), '-o', output, `${root}c/probe.S`],
  {
    stdio: 'inherit',
  },
)
