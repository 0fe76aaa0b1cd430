import type { Rule, SourceFile } from '../tree.ts'

const maxLines = 300
const maxColumns = 120

const isCode = ({ path }: SourceFile) => /\.(ts|mjs|js|c|h|S|sh|py)$/.test(path) || path.startsWith('.ci/')
const lineCount = (text: string) => text.replace(/\n$/, '').split('\n').length

/** Files hold one thing. `known` lists the longer ones with their length, which may only shrink. */
export const fileLength =
  (known: { readonly [path: string]: number }): Rule =>
  (files) => {
    const code = files.filter(isCode)
    const gone = Object.keys(known).filter((path) => !code.some((file) => file.path === path))
    return [
      ...gone.map((path) => `${path}: is gone; take it out of the list of long files`),
      ...code.flatMap(({ path, text }) => {
        const lines = lineCount(text)
        const allowed = known[path]
        if (allowed === undefined)
          return lines > maxLines ? [`${path}: ${lines} lines, at most ${maxLines}; split it by what it does`] : []
        if (lines > allowed) return [`${path}: grew from ${allowed} to ${lines} lines; split it by what it does`]
        if (lines <= maxLines) return [`${path}: ${lines} lines are few enough; take it out of the list of long files`]
        return lines < allowed ? [`${path}: has shrunk; lower its number in the list of long files to ${lines}`] : []
      }),
    ]
  }

/** An address, or one string and nothing else: breaking it would help nobody. */
const unbreakable = /https?:\/\/\S{40}|^\s*(['"`]).*\1[,;)]*$/

/** Lines fit beside another window. */
export const lineLength: Rule = (files) =>
  files.filter(isCode).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      if (line.length <= maxColumns || unbreakable.test(line)) return []
      return [`${path}:${index + 1}: ${line.length} columns, at most ${maxColumns}; break the line`]
    }),
  )
