import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * Assembles and links c/probe.S into dist/programs/probe.elf. Nothing of a C library is linked, so no 32-bit libraries
 * are needed.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const output = `${root}dist/programs/probe.elf`
const stage = `${output}.${process.pid}.tmp`
mkdirSync(dirname(output), { recursive: true })
const link = ['--build-id=none', '-z,noexecstack', '-Ttext=0x100000', '-s'].map((flag) => `-Wl,${flag}`)
const flags = ['-m32', '-nostdlib', '-static', '-fno-pie', ...link]
execFileSync('gcc', [...flags, '-o', stage, `${root}c/probe.S`], { stdio: 'inherit' })
renameSync(stage, output)
