import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { VerifyOptions } from '@capbench/core'
import type { Flags } from './flags.ts'
import { usage } from './usage.ts'

/** Envelopes and keys are small; what is larger, or no file, was not meant. */
const maxBytes = 1024 * 1024

/**
 * The envelope of `--signature` and the keys of `--public-key`, of which one must have signed.
 *
 * @throws CAPBENCH_USAGE where one is given without the other, or a file cannot be read
 */
export function signatureOf(flags: Flags, cwd: string): Pick<VerifyOptions, 'signature'> {
  const file = flags.text('signature')
  const keys = flags.all('public-key')
  if (file === undefined && keys.length === 0) return {}
  if (file === undefined) throw usage('--public-key says whose signature counts; give the envelope with --signature')
  if (keys.length === 0) throw usage('--signature needs --public-key: no key that comes with evidence is trusted')
  const publicKeys = keys.map((key) => read('--public-key', resolve(cwd, key)).toString('utf8'))
  return { signature: { envelope: read('--signature', resolve(cwd, file)), publicKeys } }
}

function read(flag: string, file: string): Buffer {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile() !== true) throw usage(`${flag} must be a file, got ${JSON.stringify(file)}`)
  if (stat.size > maxBytes) throw usage(`${flag} has ${stat.size} bytes, at most ${maxBytes} are read`)
  return readFileSync(file)
}
