import { findExecutable } from '@capbench/host'
import { script } from '../../helpers/script.ts'

/**
 * A QEMU in whose command line the words that follow these options are replaced, by a script that becomes the real one:
 * whatever the driver does stays as it is.
 */
export function qemuWith(directory: string, name: string, replaced: Readonly<Record<string, string>>): string {
  const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`
  const cases = Object.entries(replaced).map(([option, value]) => `${option}) word=${quoted(value)} ;;`)
  return script(
    directory,
    name,
    `left=$# before=
     while [ $left -gt 0 ]; do
       word=$1 next=$1 left=$((left - 1))
       case "$before" in
         ${cases.join('\n         ')}
       esac
       shift; set -- "$@" "$word"; before=$next
     done
     exec ${quoted(realQemu())} "$@"`,
  )
}

/** @throws where QEMU is not installed: these tests boot real guests */
function realQemu(): string {
  const found = findExecutable('qemu-system-x86_64', process.cwd(), process.env.PATH ?? '')
  if (found.found) return found.path
  throw new Error(found.message)
}
