import { escapeMarkdown } from '../escape/markdown.ts'
import { visible, visibleLines } from '../escape/visible.ts'

/** Text that is Markdown already. A plain string is foreign and gets escaped wherever it is put into one. */
export interface Markdown {
  readonly markdown: string
}
export type Part = Markdown | string | number

const render = (part: Part): string => (typeof part === 'object' ? part.markdown : escapeMarkdown(String(part)))

/** Markdown with foreign values: the template is markup, every string in it is escaped. */
export function md(template: TemplateStringsArray, ...values: readonly Part[]): Markdown {
  return { markdown: String.raw({ raw: template }, ...values.map(render)) }
}

export function join(parts: readonly Part[], separator: string): Markdown {
  return { markdown: parts.map(render).join(separator) }
}

/** Blocks with an empty line between them; those that are undefined are left out. */
export function blocks(...parts: readonly (Markdown | undefined)[]): Markdown {
  return join(
    parts.filter((part) => part !== undefined),
    '\n\n',
  )
}

export function bullets(items: readonly Markdown[]): Markdown | undefined {
  return items.length === 0
    ? undefined
    : join(
        items.map((item) => md`- ${item}`),
        '\n',
      )
}

/** A code span; text that could end it or its cell is escaped instead. */
export function code(text: string): Markdown {
  const shown = visible(text)
  return shown === '' || /[`|]/.test(shown) ? md`${shown}` : { markdown: `\`${shown}\`` }
}

/** A fenced block, with a fence longer than any in the text. */
export function fence(language: 'json' | 'sh', text: string): Markdown {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const marks = '`'.repeat(longest + 1)
  return { markdown: `${marks}${language}\n${visibleLines(text)}\n${marks}` }
}

/** A link to a file or directory by its relative path; nothing else is ever linked. */
export function link(text: Part, path: string): Markdown {
  const encoded = path.split('/').map((segment) => encodeURIComponent(segment).replaceAll(/[()'*!]/g, percent))
  return { markdown: `[${render(text)}](${encoded.join('/')})` }
}

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

export interface Column {
  readonly title: string
  readonly align?: 'right'
}

/** @throws RangeError where a row has another number of cells than there are columns. */
export function table(columns: readonly Column[], rows: readonly (readonly Part[])[]): Markdown | undefined {
  if (rows.length === 0) return undefined
  const line = (cells: readonly Part[]) => {
    if (cells.length !== columns.length) throw new RangeError(`${cells.length} cells for ${columns.length} columns`)
    return md`| ${join(cells, ' | ')} |`
  }
  const rule: Markdown = { markdown: `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|` }
  return join([line(columns.map(({ title }) => title)), rule, ...rows.map(line)], '\n')
}
