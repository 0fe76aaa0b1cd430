import { CapbenchError } from '@capbench/core'

/** `MOST_BYTES` of c/bare/cmdline.c of the guest package, final NUL included. */
const mostBytes = 4096

/** `MOST_ARGUMENTS` of c/bare/cmdline.h, less the name of the program and the nonce. */
export const maxBareArguments = 64

/** Bytes that stand for themselves in a word. */
const plain = /^[\x21-\x24\x26-\x7e]$/

/** A word as the bare runtime decodes it: `%20` for a blank and all else that cannot stand there; `%` for nothing. */
export function encodeWord(word: string): string {
  if (word === '') return '%'
  return [...Buffer.from(word)]
    .map((byte) => String.fromCharCode(byte))
    .map((byte) => (plain.test(byte) ? byte : `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('')
}

/**
 * The command line of a run. A Multiboot loader puts the path of the image before it, which may hold blanks; `--` says
 * where our words begin.
 *
 * @param image path of the program
 * @throws CapbenchError `CAPBENCH_DEFINITION` for arguments that the runtime would not take, `CAPBENCH_USAGE` for a
 *   path that could be taken for arguments
 */
export function bareCommandLine(image: string, nonce: string, args: readonly string[]): string {
  if (args.length > maxBareArguments)
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `a program without an operating system takes at most ${maxBareArguments} arguments, got ${args.length}; ` +
        'join some of them into one',
    )
  const bad = args.find((arg) => arg.includes('\0'))
  if (bad !== undefined)
    throw new CapbenchError('CAPBENCH_DEFINITION', `a program argument cannot hold a NUL byte: ${JSON.stringify(bad)}`)
  if (image.split(' ').includes('--'))
    throw new CapbenchError('CAPBENCH_USAGE', `the path of a program cannot hold the word "--": ${image}`)
  const line = ['--', nonce, ...args.map(encodeWord)].join(' ')
  const bytes = Buffer.byteLength(`${image} ${line}`)
  if (bytes >= mostBytes)
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `path and arguments of a program without an operating system have at most ${mostBytes - 1} bytes, these have ` +
        `${bytes}; shorten the arguments`,
    )
  return line
}
