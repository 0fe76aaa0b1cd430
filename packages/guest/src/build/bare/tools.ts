import { CapbenchError, type ProgramManifest } from '@capbench/core'
import { run } from '../command.ts'

/** What builds images for x86-64 without an operating system: GCC and the binutils that it names. */
export interface BareTools {
  readonly gcc: string
  readonly ar: string
  readonly objcopy: string
  readonly compiler: ProgramManifest['compiler']
}

const defaultCompilers = ['x86_64-linux-gnu-gcc', 'gcc']

async function describe(gcc: string): Promise<BareTools | undefined> {
  const machine = await run(gcc, ['-dumpmachine'])
  if (!machine.ok || !machine.stdout.startsWith('x86_64')) return undefined
  const version = await run(gcc, ['--version'])
  const ar = await run(gcc, ['-print-prog-name=ar'])
  const objcopy = await run(gcc, ['-print-prog-name=objcopy'])
  if (!version.ok || !ar.ok || !objcopy.ok) return undefined
  // `gcc (Debian 12.2.0-14+deb12u1) 12.2.0`: the name in front depends on how it was called.
  const line = version.stdout.split('\n', 1)[0] ?? ''
  return {
    gcc,
    ar: ar.stdout.trim(),
    objcopy: objcopy.stdout.trim(),
    compiler: { name: 'gcc', version: line.replace(/^\S+\s+/, '') },
  }
}

/** Whether this host has what images for x86-64 are built with. */
export async function canBuildBare(): Promise<boolean> {
  return (await firstOf(defaultCompilers)) !== undefined
}

/**
 * The first of `compilers` that makes code for x86-64. No 32-bit libraries are needed.
 *
 * @throws CapbenchError CAPBENCH_MISSING when there is none.
 */
export async function findBareTools(compilers: readonly string[] = defaultCompilers): Promise<BareTools> {
  const found = await firstOf(compilers)
  if (found !== undefined) return found
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `a GCC for x86-64 is needed, and none of ${compilers.join(', ')} is one; on Debian: apt-get install gcc, or ` +
      'gcc-x86-64-linux-gnu on another architecture',
  )
}

async function firstOf(compilers: readonly string[]): Promise<BareTools | undefined> {
  for (const gcc of compilers) {
    const found = await describe(gcc)
    if (found !== undefined) return found
  }
  return undefined
}
