import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { CapbenchError } from '../error.ts'
import { isAlive } from './alive.ts'

const tries = 200
const pauseMs = 50

/**
 * Runs `work` while this process holds a lock file, which names its process id. The lock of a dead process is taken
 * over.
 *
 * @throws CAPBENCH_STORE where the file cannot be made, or a living process holds it for 10 s.
 */
export function withLock(lock: string, work: () => void): void {
  take(lock)
  try {
    work()
  } finally {
    unlinkSync(lock)
  }
}

function take(lock: string): void {
  for (let n = 0; n < tries; n++) {
    if (create(lock)) return
    const holder = holderOf(lock)
    if (holder !== undefined && isGone(holder) && takeOver(lock, holder)) return
    if (n > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
  }
  const seconds = (tries * pauseMs) / 1000
  throw new CapbenchError(
    'CAPBENCH_STORE',
    `${lock} is held for ${seconds} s; remove it if no other campaign is being published`,
  )
}

/** Makes a lock that is whole as soon as it is there: a reader never finds it without the process id. */
function create(lock: string): boolean {
  return withOwn(lock, (own) => {
    linkSync(own, lock)
    return true
  })
}

/**
 * Puts this process's lock into the place of a dead one's, in one step: a lock that lies there says that a publication
 * was cut off, until somebody has mended it. Who holds the claim on the dead process looks again, so no other lock is
 * ever replaced.
 */
function takeOver(lock: string, dead: number): boolean {
  const claim = `${lock}.${dead}`
  if (!create(claim)) {
    const claimant = holderOf(claim)
    if (claimant !== undefined && isGone(claimant)) removeQuietly(claim)
    return false
  }
  try {
    return (
      holderOf(lock) === dead &&
      withOwn(lock, (own) => {
        renameSync(own, lock)
        return true
      })
    )
  } finally {
    removeQuietly(claim)
  }
}

/** Calls `use` with a file that names this process. @returns false where the name that it wanted was taken */
function withOwn(lock: string, use: (own: string) => true): boolean {
  const own = `${lock}.${process.pid}.new`
  try {
    writeFileSync(own, String(process.pid))
    return use(own)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new CapbenchError('CAPBENCH_STORE', `cannot make ${lock}; choose a store that can be written`, {
      cause: error,
    })
  } finally {
    removeQuietly(own)
  }
}

/** This process holds no lock while it asks: one with its id is left from an earlier process of the same id. */
const isGone = (pid: number) => pid === process.pid || !isAlive(pid)

function holderOf(lock: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10)
    return pid > 0 ? pid : undefined
  } catch {
    return undefined // gone in between
  }
}

function removeQuietly(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // Never made, or gone already.
  }
}
