import { type AuthorityProfile, CapbenchError } from '@capbench/core'
import { initAuthority } from '@capbench/guest'

/** COMMAND_LINE_SIZE of x86 (arch/x86/include/asm/setup.h), final NUL included. */
const commandLineSize = 2048

/** `MAX_ARGUMENTS` of init (init/cmdline.h of the guest package). */
export const maxArguments = 64

/** What init has to know about a run. */
export interface BootParameters {
  readonly nonce: string
  readonly launcherNonce: string
  /** Path of the program inside the guest. */
  readonly program: string
  /** Arguments of the program after the nonce. */
  readonly args: readonly string[]
  /** What the program may do; undefined: nothing is enforced. */
  readonly authority: AuthorityProfile | undefined
}

/**
 * NUL-joined arguments as init decodes them. An empty text stands for no arguments, so a lone empty one is refused.
 *
 * @throws CapbenchError `CAPBENCH_DEFINITION` for arguments that init would not take
 */
export function encodeArguments(args: readonly string[]): string {
  if (args.length > maxArguments)
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `a program in a Linux guest takes at most ${maxArguments} arguments, got ${args.length}; join some of them into one`,
    )
  if (args.length === 1 && args[0] === '')
    throw new CapbenchError('CAPBENCH_DEFINITION', 'the only argument of a program cannot be empty; leave it out')
  const bad = args.find((arg) => arg.includes('\0'))
  if (bad !== undefined)
    throw new CapbenchError('CAPBENCH_DEFINITION', `a program argument cannot hold a NUL byte: ${JSON.stringify(bad)}`)
  return Buffer.from(args.join('\0')).toString('base64url')
}

/** What init has to know, as words: of the kernel command line, or of the line that it reads after a restore. */
export function orderWords({ nonce, launcherNonce, program, args, authority }: BootParameters): readonly string[] {
  return [
    `capbench.nonce=${nonce}`,
    `capbench.launch=${launcherNonce}`,
    `capbench.program=${program}`,
    `capbench.args=${encodeArguments(args)}`,
    ...(authority === undefined ? [] : initAuthority(authority)),
  ]
}

/**
 * One line of text for kernel or init.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` where it is longer than the kernel takes: it would be cut off in silence
 */
export function commandLine(words: readonly string[]): string {
  const line = words
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .join(' ')
  if (/[\0\n\r]/.test(line))
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      'a kernel command line is one line of text; remove line breaks and NUL bytes',
    )
  const bytes = Buffer.byteLength(line)
  if (bytes >= commandLineSize)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the kernel takes a command line of ${commandLineSize - 1} bytes and this one has ${bytes}; shorten the program's arguments or cmdline`,
    )
  return line
}
