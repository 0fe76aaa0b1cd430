import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CapbenchError } from '@capbench/core'

function findRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory)
    if (parent === directory)
      throw new CapbenchError('CAPBENCH_BUG', 'no package.json above the code of @capbench/guest')
    directory = parent
  }
  return directory
}

/** Absolute path of this package: the same from sources and from the build. */
export const packageRoot = findRoot()

/** Absolute path of the directory that holds `capbench.h`, for `buildProgram({ includes: [headerDirectory] })`. */
export const headerDirectory = join(packageRoot, 'c')

/** Absolute path of the bare runtime: sources, link script, and `capbench_bare.h` for programs without a system. */
export const bareDirectory = join(headerDirectory, 'bare')
