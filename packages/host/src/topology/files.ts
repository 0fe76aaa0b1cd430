import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCpuList } from './cpu-list.ts'

/**
 * Reads of `/sys` and `/proc` below a root directory, so that recorded trees can stand in for a machine. What is not
 * there, not readable, or not of the expected form is `null`: on these files absence is an answer.
 */
export interface HostFiles {
  /** Contents without the final newline. */
  readonly text: (path: string) => string | null
  /** A non-negative integer. */
  readonly integer: (path: string) => number | null
  /** A CPU list; an empty file, or the kernel's `(null)`, is the empty list. */
  readonly cpus: (path: string) => readonly number[] | null
  /** Names in a directory, sorted; none where there is no directory. */
  readonly names: (path: string) => readonly string[]
}

export function hostFiles(root = '/'): HostFiles {
  const text = (path: string): string | null => {
    try {
      return readFileSync(join(root, path), 'utf8').trim()
    } catch {
      return null
    }
  }
  return {
    text,
    integer: (path) => {
      const value = text(path)
      const number = Number(value)
      return value !== null && /^\d+$/.test(value) && Number.isSafeInteger(number) ? number : null
    },
    cpus: (path) => {
      const value = text(path)
      if (value === null) return null
      return value === '' || value === '(null)' ? [] : cpusOrNull(value)
    },
    names: (path) => {
      try {
        return readdirSync(join(root, path)).sort()
      } catch {
        return []
      }
    },
  }
}

/** A CPU list that a machine states: one that cannot be read is unknown, not an error of the caller. */
export function cpusOrNull(text: string): readonly number[] | null {
  try {
    return parseCpuList(text)
  } catch {
    return null
  }
}
