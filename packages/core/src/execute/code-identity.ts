import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { byCodeUnits, quoteForMessage } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'

/** Which code parses, verifies and measures. */
export interface CodeIdentity {
  readonly package: string
  readonly version: string
  /** SHA-256 over the code files beside the defining module: `<sha256>  <path>` lines, sorted. */
  readonly sha256: string
}

const isCode = (name: string) => /\.[cm]?[jt]s$/.test(name) && !/\.d\.[cm]?ts$/.test(name)

/**
 * The identity of the code that defines a benchmark, from its `module` (`import.meta.url`). All code files in the
 * module's package build (`dist/`) or source folder (`src/`) count, since a parser may call any of them; where the
 * module lies in neither, it alone counts.
 *
 * @throws CAPBENCH_DEFINITION where there is no such file.
 */
export function codeIdentity(module: string): CodeIdentity {
  const file = fileOf(module)
  const root = packageRoot(dirname(file))
  const manifest =
    root === undefined
      ? {}
      : (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name?: string; version?: string })
  const top = root === undefined ? undefined : relative(root, file).split('/')[0]
  const files = root !== undefined && (top === 'dist' || top === 'src') ? codeFiles(join(root, top)) : [file]
  const base = root ?? dirname(file)
  const lines = files.map(
    (path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${relative(base, path)}\n`,
  )
  return {
    package: manifest.name ?? 'none',
    version: manifest.version ?? '0.0.0',
    sha256: createHash('sha256').update(lines.sort(byCodeUnits).join('')).digest('hex'),
  }
}

function fileOf(module: string): string {
  const file = URL.canParse(module) && module.startsWith('file:') ? fileURLToPath(module) : undefined
  if (file !== undefined && existsSync(file)) return file
  throw new CapbenchError(
    'CAPBENCH_DEFINITION',
    `module is to be import.meta.url of a file, got ${quoteForMessage(module)}`,
  )
}

function packageRoot(from: string): string | undefined {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  return parent === from ? undefined : packageRoot(parent)
}

function codeFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return codeFiles(path)
    return entry.isFile() && isCode(entry.name) ? [path] : []
  })
}
