import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A text file of the repository; `path` is relative to the root, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Looks at files and says what is wrong, one message a finding, each naming the place and the remedy. */
export type Rule = (files: readonly SourceFile[]) => readonly string[]

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Every text file that git tracks or would track. */
export function readTree(): readonly SourceFile[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const paths = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0')
  return paths
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'))
}

/** The package a path lies in (`core` for `packages/core/src/x.ts`), if any. */
export const packageOf = (path: string) => /^packages\/([^/]+)\//.exec(path)?.[1]
export const isTypeScript = ({ path }: SourceFile) => path.endsWith('.ts')
/** Shipped sources, without tests. */
export const isPackageSource = (file: SourceFile) => isTypeScript(file) && /^packages\/[^/]+\/src\//.test(file.path)

/** The text with comments blanked out: lines stay where they are. Good for tidy code, not for adversaries. */
export function withoutComments(text: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, ' ')
  return text.replace(/(?<=^|\s)\/\*[\s\S]*?\*\//g, blank).replace(/(?<=^|\s)\/\/.*$/gm, blank)
}

/** `path:line` of each place where a global pattern matches the code (not the comments) of a file. */
export function places(file: SourceFile, pattern: RegExp): readonly string[] {
  const code = withoutComments(file.text)
  return [...code.matchAll(pattern)].map(({ index }) => `${file.path}:${code.slice(0, index).split('\n').length}`)
}
