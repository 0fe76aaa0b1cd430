import { isBlock, type Node } from '../content/node.ts'
import { nodesOfTemplate } from '../content/template.ts'
import { escapeMarkdown } from '../escape/markdown.ts'
import { visible, visibleLines } from '../escape/visible.ts'

/** Text that is Markdown already. A plain string is foreign and gets escaped wherever it is put into one. */
export interface Markdown {
  readonly markdown: string
  /** The same for formats that are not Markdown. */
  readonly nodes: readonly Node[]
}
export type Part = Markdown | string | number

const render = (part: Part): string => (typeof part === 'object' ? part.markdown : escapeMarkdown(String(part)))

/** The tree of a part; a foreign string is plain text in it. */
const nodesOf = (part: Part): readonly Node[] =>
  typeof part === 'object' ? part.nodes : [{ kind: 'text', text: visible(String(part)) }]

/** Markdown with foreign values: the template is markup, every string in it is escaped. */
export function md(template: TemplateStringsArray, ...values: readonly Part[]): Markdown {
  return {
    markdown: String.raw({ raw: template }, ...values.map(render)),
    nodes: nodesOfTemplate(template, values.map(nodesOf)),
  }
}

/** @param separator white space and punctuation alone; line breaks are none in the tree */
export function join(parts: readonly Part[], separator: string): Markdown {
  const between: readonly Node[] = separator.includes('\n') ? [] : [{ kind: 'text', text: separator }]
  return {
    markdown: parts.map(render).join(separator),
    nodes: parts.flatMap((part, index) => (index === 0 ? nodesOf(part) : [...between, ...nodesOf(part)])),
  }
}

/** Blocks with an empty line between them; those that are undefined are left out. */
export function blocks(...parts: readonly (Markdown | undefined)[]): Markdown {
  const found = parts.filter((part) => part !== undefined)
  const { markdown } = join(found, '\n\n')
  const nodes = found.flatMap((part): readonly Node[] =>
    part.nodes.length === 0 || part.nodes.some(isBlock) ? part.nodes : [{ kind: 'paragraph', nodes: part.nodes }],
  )
  return { markdown, nodes }
}

export function bullets(items: readonly Markdown[]): Markdown | undefined {
  if (items.length === 0) return undefined
  const lines = items.map((item) => md`- ${item}`)
  return { markdown: join(lines, '\n').markdown, nodes: [{ kind: 'list', items: items.map(({ nodes }) => nodes) }] }
}

/** Items with their numbers, from 1. */
export function numbered(items: readonly Markdown[]): Markdown | undefined {
  if (items.length === 0) return undefined
  const lines = items.map((item, index) => md`${index + 1}. ${item}`)
  const list: Node = { kind: 'list', numbered: true, items: items.map(({ nodes }) => nodes) }
  return { markdown: join(lines, '\n').markdown, nodes: [list] }
}

/** An item of `bullets` with items of its own under it. */
export function nested(head: Markdown, items: readonly Markdown[]): Markdown {
  const lines = [head, ...items.map((item) => md`  - ${item}`)]
  const list: Node = { kind: 'list', items: items.map(({ nodes }) => nodes) }
  return { markdown: join(lines, '\n').markdown, nodes: items.length === 0 ? head.nodes : [...head.nodes, list] }
}

/** A code span; text that could end it or its cell is escaped instead. */
export function code(text: string): Markdown {
  const shown = visible(text)
  const markdown = shown === '' || /[`|]/.test(shown) ? escapeMarkdown(shown) : `\`${shown}\``
  return { markdown, nodes: [{ kind: 'code', text: shown }] }
}

/** A fenced block, with a fence longer than any in the text. */
export function fence(language: 'json' | 'sh', text: string): Markdown {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const marks = '`'.repeat(longest + 1)
  const shown = visibleLines(text)
  return { markdown: `${marks}${language}\n${shown}\n${marks}`, nodes: [{ kind: 'fence', text: shown }] }
}

/** A link to a file or directory by its relative path; nothing else is ever linked. */
export function link(text: Part, path: string): Markdown {
  const encoded = path.split('/').map((segment) => encodeURIComponent(segment).replaceAll(/[()'*!]/g, percent))
  const href = encoded.join('/')
  return { markdown: `[${render(text)}](${href})`, nodes: [{ kind: 'link', href, nodes: nodesOf(text) }] }
}

/** A link to a place in the same document. @param anchor `[a-z0-9_-]` */
export function reference(text: Part, anchor: string): Markdown {
  const href = `#${anchor}`
  return { markdown: `[${render(text)}](${href})`, nodes: [{ kind: 'link', href, nodes: nodesOf(text) }] }
}

/** A picture by its relative path; in other formats it is nothing, since they draw it themselves. */
export function picture(says: string, path: string): Markdown {
  return { markdown: `!${link(says, path).markdown}`, nodes: [] }
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
    return `| ${cells.map(render).join(' | ')} |`
  }
  const rule = `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`
  const markdown = [line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join('\n')
  return { markdown, nodes: [{ kind: 'table', columns, rows: rows.map((cells) => cells.map(nodesOf)) }] }
}
