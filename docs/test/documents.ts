import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

/** Everything that people read in this repository, relative to the root, in order. */
export const documents: readonly string[] = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md'], {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|reference|\.vitepress|\.documents|CHANGELOG\.md)$/.test(path),
}).sort((a, b) => (a < b ? -1 : 1))

export const textOf = (document: string): string => readFileSync(join(root, document), 'utf8')

/** A fenced block of a document. */
export interface Block {
  readonly document: string
  /** On which its fence opens, from 1. */
  readonly line: number
  /** What stands behind the opening fence up to the first blank: empty where nothing does. */
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a text; a fence may be indented, as it is in a list, and its text loses that indentation. */
export function blocksIn(document: string, source: string): readonly Block[] {
  return [...source.matchAll(/^([ \t]*)(`{3,}|~{3,})([^\s`]*)[^\n]*\n([\s\S]*?)^\1\2[ \t]*$/gm)].map((match) => {
    const [, indentation = '', , language = '', text = ''] = match
    const line = source.slice(0, match.index).split('\n').length
    const lines = text.split('\n').map((each) => (each.startsWith(indentation) ? each.slice(indentation.length) : each))
    return { document, line, language, text: lines.join('\n') }
  })
}

/** Every fenced block of every document. */
export const blocks: readonly Block[] = documents.flatMap((document) => blocksIn(document, textOf(document)))

export const blocksOf = (...languages: readonly string[]): readonly Block[] =>
  blocks.filter(({ language }) => languages.includes(language))

/** Where it is found: `docs/concepts.md:48`. */
export const placeOf = ({ document, line }: Block): string => `${document}:${line}`
