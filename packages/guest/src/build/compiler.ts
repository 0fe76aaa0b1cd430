import { CapbenchError, type ProgramManifest } from '@capbench/core'
import { run } from './command.ts'

/** A C compiler that makes static Linux programs for this host. */
export interface Compiler {
  readonly command: string
  readonly compiler: ProgramManifest['compiler']
  readonly libc: ProgramManifest['libc']
}

/** Version of the Debian package that owns the C library, or what the library says of itself elsewhere. */
async function libcVersion(debianPackage: string, command: string, args: readonly string[]): Promise<string> {
  const installed = await run('dpkg-query', ['-W', debianPackage]) // name, tab, version
  const version = installed.ok ? installed.stdout.trim().split('\t')[1] : undefined
  if (version !== undefined) return version
  const asked = await run(command, args)
  const text = asked.ok ? asked.stdout : asked.output // musl's loader prints its version and exits 1
  return /\d+\.\d+(?:\.\d+)?/.exec(text)?.[0] ?? 'unknown'
}

async function describe(command: string): Promise<Compiler | undefined> {
  const version = await run(command, ['--version'])
  const machine = await run(command, ['-dumpmachine'])
  if (!version.ok || !machine.ok) return undefined
  // `gcc (Debian 12.2.0-14+deb12u1) 12.2.0`: the name in front depends on how it was called.
  const line = version.stdout.split('\n', 1)[0] ?? ''
  const musl = command === 'musl-gcc' || machine.stdout.includes('musl')
  const architecture = machine.stdout.split('-', 1)[0] ?? ''
  return {
    command,
    compiler: { name: 'gcc', version: line.replace(/^\S+\s+/, '') },
    libc: musl
      ? { name: 'musl', version: await libcVersion('musl-dev', `/lib/ld-musl-${architecture}.so.1`, []) }
      : { name: 'glibc', version: await libcVersion('libc6-dev', 'getconf', ['GNU_LIBC_VERSION']) },
  }
}

/**
 * The first of `commands` that is there: by default musl-gcc, else gcc with whatever C library it links.
 *
 * @throws CapbenchError CAPBENCH_MISSING when there is none.
 */
export async function findCompiler(commands: readonly string[] = ['musl-gcc', 'gcc']): Promise<Compiler> {
  for (const command of commands) {
    const found = await describe(command)
    if (found !== undefined) return found
  }
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `a C compiler for static Linux programs is needed, and none of ${commands.join(', ')} can be run; ` +
      'on Debian: apt-get install musl-tools gcc',
  )
}
