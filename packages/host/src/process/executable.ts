import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'

/** An absolute path that can be executed, or the errno that says why not. */
export type Executable =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly code: string; readonly message: string }

/**
 * Finds the file that `execvp` would run, without its fallback: a file that is neither ELF nor `#!` makes `execvp`
 * start `/bin/sh` on it (POSIX), and capbench never starts a shell by accident.
 *
 * @param file a path when it holds a `/` (relative to `cwd`), else a name that is looked up in `path`
 */
export function findExecutable(file: string, cwd: string, path: string): Executable {
  const candidates = file.includes('/')
    ? [resolve(cwd, file)]
    : path
        .split(delimiter)
        .filter((directory) => directory !== '')
        .map((directory) => resolve(cwd, directory, file))
  let refused: Executable | undefined
  for (const candidate of candidates) {
    const checked = check(candidate)
    if (checked.found) return checked
    if (checked.code !== 'ENOENT' && checked.code !== 'ENOTDIR') refused ??= checked
  }
  return (
    refused ?? {
      found: false,
      code: 'ENOENT',
      // PATH itself stays unsaid: it is long, and names the user's directories
      message: `${file} was not found${file.includes('/') ? '' : ' in PATH'}`,
    }
  )
}

function check(path: string): Executable {
  try {
    accessSync(path, constants.X_OK)
    if (!statSync(path).isFile()) return { found: false, code: 'EACCES', message: `${path} is not a regular file` }
    if (isRunnable(path)) return { found: true, path }
    return { found: false, code: 'ENOEXEC', message: `${path} is neither an ELF program nor a script with #!` }
  } catch (error) {
    const { code = 'EIO', message } = error as NodeJS.ErrnoException
    return { found: false, code, message }
  }
}

/** A program that may be executed but not read is taken on trust. */
function isRunnable(path: string): boolean {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch {
    return true
  }
  try {
    const head = Buffer.alloc(4)
    const length = readSync(descriptor, head, 0, 4, 0)
    const start = head.toString('latin1', 0, length)
    return start === '\x7fELF' || start.startsWith('#!')
  } finally {
    closeSync(descriptor)
  }
}
