import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { usage } from '../options/usage.ts'

/**
 * Looks whether evidence and report can be written, so that nobody learns of it after a long campaign. Makes nothing.
 *
 * @param report the file that was asked for; default is one in the store
 * @throws CAPBENCH_USAGE naming the place and what stands in the way
 */
export function demandPlaces(store: string, report: string | undefined): void {
  const elsewhere = 'choose another directory with --store or CAPBENCH_STORE'
  demandDirectory(join(store, 'campaigns'), `the store ${store} cannot be written`, elsewhere)
  if (report === undefined) {
    demandDirectory(join(store, 'reports'), `the store ${store} cannot be written`, elsewhere)
    return
  }
  const failure = `the report ${report} cannot be written`
  if (statSync(report, { throwIfNoEntry: false })?.isDirectory())
    throw usage(`${failure}: it is a directory; name a file`)
  demandDirectory(dirname(report), failure, 'choose another file with --report')
}

/** Type of the file system that says yes to the superuser, and then makes nothing. */
const procfs = 0x9fa0

/** The directory, or else the nearest one above it that exists, takes new entries. */
function demandDirectory(path: string, failure: string, remedy: string): void {
  try {
    const found = existing(path)
    if (!statSync(found).isDirectory()) throw new Error(`${found} is no directory`)
    accessSync(found, constants.W_OK | constants.X_OK)
    if (statfsSync(found).type === procfs) throw new Error(`${found} is procfs, which keeps no files`)
  } catch (error) {
    throw usage(`${failure}: ${error instanceof Error ? error.message : String(error)}; ${remedy}`)
  }
}

function existing(path: string): string {
  try {
    statSync(path)
    return path
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path) return existing(dirname(path))
    throw error
  }
}
