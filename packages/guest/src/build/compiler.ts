import { type Architecture, CapbenchError, type ProgramManifest } from '@capbench/core'
import { hostArchitecture } from '../host-architecture.ts'
import { run } from './command.ts'

/** A C compiler that makes static Linux programs. */
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

/** Debian's cross compilers, for hosts of another architecture. */
const crossPackages = {
  x86_64: { gcc: 'gcc-x86-64-linux-gnu', libc: 'libc6-dev-amd64-cross' },
  aarch64: { gcc: 'gcc-aarch64-linux-gnu', libc: 'libc6-dev-arm64-cross' },
} as const satisfies Record<Architecture, { readonly gcc: string; readonly libc: string }>

/** All that programs can be built for. */
export const programArchitectures = Object.keys(crossPackages) as readonly Architecture[]

/** The version of the C library of a compiler. */
async function libcOf(machine: string, musl: boolean, cross: Architecture | undefined): Promise<string> {
  // what else this host could be asked would be a library of its own
  if (cross !== undefined) return musl ? 'unknown' : libcVersion(crossPackages[cross].libc, 'false', [])
  const arch = machine.split('-', 1)[0] ?? ''
  return musl
    ? libcVersion('musl-dev', `/lib/ld-musl-${arch}.so.1`, [])
    : libcVersion('libc6-dev', 'getconf', ['GNU_LIBC_VERSION'])
}

async function describe(command: string, arch: Architecture | undefined): Promise<Compiler | undefined> {
  const version = await run(command, ['--version'])
  const machine = await run(command, ['-dumpmachine'])
  if (!version.ok || !machine.ok) return undefined
  const target = machine.stdout.trim()
  if (arch !== undefined && !target.startsWith(`${arch}-`)) return undefined
  // `gcc (Debian 12.2.0-14+deb12u1) 12.2.0`: the name in front depends on how it was called.
  const line = version.stdout.split('\n', 1)[0] ?? ''
  const musl = command === 'musl-gcc' || target.includes('musl')
  return {
    command,
    // digests are expected by name and version, so those of other architectures have other names
    compiler: { name: target.startsWith('x86_64-') ? 'gcc' : `${target}-gcc`, version: line.replace(/^\S+\s+/, '') },
    libc: {
      name: musl ? 'musl' : 'glibc',
      version: await libcOf(target, musl, arch === hostArchitecture ? undefined : arch),
    },
  }
}

/** Musl first: its programs are the same bytes wherever they are built. */
function defaultCompilers(arch: Architecture | undefined): readonly string[] {
  return arch === hostArchitecture ? ['musl-gcc', 'gcc'] : [`${arch}-linux-musl-gcc`, `${arch}-linux-gnu-gcc`]
}

/** The command that installs, on Debian, what programs of an architecture are built with. */
export function compilerRemedy(arch: Architecture | undefined): string {
  if (arch === undefined || arch === hostArchitecture) return 'apt-get install musl-tools gcc'
  return `apt-get install ${crossPackages[arch].gcc} ${crossPackages[arch].libc}`
}

async function firstOf(commands: readonly string[], arch: Architecture | undefined): Promise<Compiler | undefined> {
  for (const command of commands) {
    const found = await describe(command, arch)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * The first of `commands` that is there and compiles for an architecture, by default for that of this host: musl-gcc,
 * else gcc with whatever C library it links; for another one a cross compiler.
 *
 * @throws CapbenchError CAPBENCH_MISSING when there is none.
 */
export async function findCompiler(
  commands?: readonly string[],
  arch: Architecture | undefined = hostArchitecture,
): Promise<Compiler> {
  const tried = commands ?? defaultCompilers(arch)
  const found = await firstOf(tried, arch)
  if (found !== undefined) return found
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `a C compiler for static Linux programs${arch === undefined ? '' : ` for ${arch}`} is needed, and none of ` +
      `${tried.join(', ')} is one; on Debian: ${compilerRemedy(arch)}`,
  )
}

/** The architectures that this host can build programs for: its own, and those that it has a cross compiler for. */
export async function buildableArchitectures(): Promise<readonly (Architecture | undefined)[]> {
  const others = programArchitectures.filter((arch) => arch !== hostArchitecture)
  const found = await Promise.all(others.map(async (arch) => (await firstOf(defaultCompilers(arch), arch)) && arch))
  return [hostArchitecture, ...found.filter((arch) => arch !== undefined)]
}
