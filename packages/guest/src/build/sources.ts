import { readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { CapbenchError, type ProgramManifest, sha256Hex } from '@capbench/core'
import { headerDirectory } from '../package-root.ts'
import { run } from './command.ts'

/** The path of a source as the manifest has it: of the caller's own package, or of the headers of this one. */
function storedPath(root: string, path: string): string {
  const own = relative(root, path)
  if (!own.startsWith('..') && !isAbsolute(own)) return own
  const header = relative(headerDirectory, path)
  if (!header.startsWith('..') && !isAbsolute(header)) return `@capbench/guest/c/${header}`
  throw new CapbenchError(
    'CAPBENCH_USAGE',
    `source ${path} lies neither in ${root} nor in the headers of @capbench/guest`,
  )
}

/** Every file of ours that goes into a program, headers included, as the compiler itself lists them. */
export async function listSources(
  command: string,
  flags: readonly string[],
  root: string,
  sources: readonly string[],
): Promise<ProgramManifest['sources']> {
  const listed = await run(command, [...flags, '-MM', ...sources], root)
  if (!listed.ok) throw new CapbenchError('CAPBENCH_USAGE', `${command} cannot read the sources:\n${listed.output}`)
  // make rules: `target.o: a.c b.h \` and continuation lines
  const words = listed.stdout
    .replace(/\\\n/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !word.endsWith(':'))
  const paths = [...new Set(words.map((word) => resolve(root, word)))]
  return paths
    .map((path) => ({ path: storedPath(root, path), sha256: sha256Hex(readFileSync(path)) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
