import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'

/**
 * Where downloads and images are kept: what the caller says, else `CAPBENCH_CACHE`, else
 * `$XDG_CACHE_HOME/capbench`, else `~/.cache/capbench`. Everything in it can be deleted at any time.
 */
export function cacheDirectory(chosen?: string, env: NodeJS.ProcessEnv = process.env): string {
  if (chosen) return resolve(chosen)
  if (env.CAPBENCH_CACHE) return resolve(env.CAPBENCH_CACHE)
  return join(env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(homedir(), '.cache'), 'capbench')
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const temporary = (path: string): string => `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`

/**
 * Makes `path` a directory that `fill` has filled, in one rename: readers see all of it or nothing. Where another
 * process was faster, its directory stays.
 *
 * @param fill gets the directory to fill, and a second one for what is not kept
 */
export async function publishDirectory(
  path: string,
  fill: (stage: string, scratch: string) => Promise<void>,
): Promise<void> {
  const whole = temporary(path)
  const [stage, scratch] = [join(whole, 'stage'), join(whole, 'scratch')]
  await mkdir(stage, { recursive: true })
  await mkdir(scratch)
  try {
    await fill(stage, scratch)
    await rename(stage, path).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') throw cause
    })
  } finally {
    await rm(whole, { recursive: true, force: true })
  }
}

/** Writes a content-addressed file in one rename; a file that is there already has that content and stays. */
export async function publishFile(path: string, bytes: Uint8Array): Promise<void> {
  if (await exists(path)) return
  const stage = temporary(path)
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(stage, bytes, { mode: 0o644 })
    await rename(stage, path)
  } finally {
    await rm(stage, { force: true })
  }
}
