import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Is there a process with this pid that is not a zombie? */
export function isAlive(pid: number | undefined): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

/** Waits for a condition; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10)
}

/**
 * Unpacks a recorded or synthetic `/sys` and `/proc` tree of `test/hosts` (files as `-- path --` followed by their
 * contents) into a directory of its own.
 */
export function unpackHost(name: string): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'capbench-host-'))
  const source = readFileSync(join(import.meta.dirname, 'hosts', `${name}.txt`), 'utf8')
  for (const part of source.split(/^-- /m).slice(1)) {
    const [path = '', ...lines] = part.split('\n')
    const file = join(root, path.replace(/ --$/, ''))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, lines.join('\n'))
  }
  return { root, remove: () => rmSync(root, { recursive: true }) }
}
