import { dirname, join } from 'node:path/posix'
import type { SourceFile } from './tree.ts'

/** One import or re-export of a module. */
export interface Import {
  readonly file: SourceFile
  readonly specifier: string
  readonly typeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const expression = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** Static and literal dynamic imports of a file, in the house's formatting (statements begin their line). */
export function importsOf(file: SourceFile): readonly Import[] {
  const fixed = [...file.text.matchAll(statement)].map(([, type, specifier]) => ({
    file,
    specifier: specifier ?? '',
    typeOnly: type !== undefined,
  }))
  const dynamic = [...file.text.matchAll(expression)].map(([, specifier]) => ({
    file,
    specifier: specifier ?? '',
    typeOnly: false,
  }))
  return [...fixed, ...dynamic]
}

export const isRelative = ({ specifier }: Import) => specifier.startsWith('.')
/** Where a relative import leads, as a path from the root. */
export const destination = ({ file, specifier }: Import) => join(dirname(file.path), specifier)
