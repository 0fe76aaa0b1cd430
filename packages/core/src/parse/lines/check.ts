import { CapbenchError } from '../../error.ts'
import { wholeLine } from './patterns.ts'

const name = /^[a-z0-9][a-z0-9._-]{0,63}$/
const allowedFlags = /^[isuv]*$/

interface Checked {
  readonly format?: string
  readonly version?: number
  readonly pattern: RegExp | Readonly<Record<string, RegExp>>
  readonly final: string | RegExp
  readonly exit: number
  readonly from?: string | { readonly artifact: string }
  readonly prefix?: string
  readonly maxLineBytes?: number
}

/** @throws CapbenchError CAPBENCH_DEFINITION for a format that could not be read as it is meant */
export function checkLines({ format, version, pattern, final, exit, from, prefix, maxLineBytes }: Checked): void {
  const patterns = pattern instanceof RegExp ? [pattern] : Object.values(pattern)
  if (patterns.length === 0) refuse('at least one pattern', 'none')
  for (const each of final instanceof RegExp ? [...patterns, final] : patterns) {
    if (!allowedFlags.test(each.flags)) refuse('patterns without the flags g, m, y and d', `${each}`)
    if (wholeLine(each).test('')) refuse('patterns that do not fit an empty line', `${each}`)
  }
  if (typeof final === 'string' && (final.trim() === '' || /[\r\n]/.test(final)))
    refuse('final as the text of one line, or a pattern', JSON.stringify(final))
  if (!(Number.isInteger(exit) && exit >= 0 && exit <= 255)) refuse('exit from 0 to 255', `${exit}`)
  if (format !== undefined && !name.test(format)) refuse('format as a name of [a-z0-9._-]', JSON.stringify(format))
  if (version !== undefined && !(Number.isInteger(version) && version >= 1)) refuse('version from 1', `${version}`)
  if (typeof from === 'object' && !name.test(from.artifact))
    refuse('an artifact by the name it is kept under', JSON.stringify(from.artifact))
  if (prefix === '') refuse('a prefix, or none', 'an empty one')
  if (maxLineBytes !== undefined && !(Number.isInteger(maxLineBytes) && maxLineBytes >= 1 && maxLineBytes <= 65_536))
    refuse('maxLineBytes from 1 to 65536', `${maxLineBytes}`)
}

function refuse(wanted: string, came: string): never {
  throw new CapbenchError('CAPBENCH_DEFINITION', `lines: ${wanted} was wanted, got ${came}`)
}
