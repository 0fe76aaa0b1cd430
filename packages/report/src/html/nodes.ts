import type { Node } from '../content/node.ts'
import { type Html, html } from '../escape/html.ts'

/** Gives every heading of one page an id of its own, and tables and code the name of the heading above them. */
export interface Outline {
  enter(level: number, words: string): string
  /** A name that is used once on the page. */
  label(what: string): string
  readonly deeper: 0 | 1
  /** What `enter` was given for level 2. */
  readonly chapters: readonly { readonly id: string; readonly words: string }[]
}

/**
 * @param prefix of every id, e.g. `c2-`
 * @param deeper by how many levels headings are lower than they say
 */
export function outline(prefix = 's-', deeper: 0 | 1 = 0): Outline {
  const used = new Map<string, number>()
  const chapters: { readonly id: string; readonly words: string }[] = []
  let current = ''
  const once = (name: string, between: string) => {
    const count = (used.get(name) ?? 0) + 1
    used.set(name, count)
    return count === 1 ? name : `${name}${between}${count}`
  }
  return {
    deeper,
    chapters,
    enter(level, words) {
      current = words
      const slug = words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
      const id = once(`${prefix}${slug}`, '--')
      if (level === 2) chapters.push({ id, words })
      return id
    },
    label: (what) => once(`${what}: ${current}`, ', '),
  }
}

/** The tree of a document as HTML. */
export function htmlOf(nodes: readonly Node[], page: Outline): readonly Html[] {
  return nodes.map((node): Html => {
    switch (node.kind) {
      case 'text':
        return html`${node.text}`
      case 'code':
        return html`<code${digestClass(node.text)}>${node.text}</code>`
      case 'strong':
        return html`<strong>${htmlOf(node.nodes, page)}</strong>`
      case 'link':
        return html`<a href="${node.href}">${htmlOf(node.nodes, page)}</a>`
      case 'heading': {
        const tag: Html = { html: `h${node.level + page.deeper}` }
        return html`<${tag} id="${page.enter(node.level, wordsOf(node.nodes))}">${htmlOf(node.nodes, page)}</${tag}>\n`
      }
      case 'paragraph':
        return html`<p>${htmlOf(node.nodes, page)}</p>\n`
      case 'list':
        return listOf(node, page)
      case 'fence':
        return html`<pre tabindex="0" role="group" aria-label="${page.label('Text')}"><code>${node.text}</code></pre>\n`
      case 'table':
        return tableOf(node, page)
      default:
        return node satisfies never
    }
  })
}

function listOf({ items, numbered }: Extract<Node, { readonly kind: 'list' }>, page: Outline): Html {
  const tag: Html = { html: numbered ? 'ol' : 'ul' }
  return html`<${tag}>\n${items.map((item) => html`<li>${htmlOf(item, page)}</li>\n`)}</${tag}>\n`
}

type Table = Extract<Node, { readonly kind: 'table' }>

/** A digest may be broken where its cell is narrow, other code only where a line ends. */
const digestClass = (text: string): Html => ({ html: /^[0-9a-f]{64}$/.test(text) ? ' class="digest"' : '' })

/** A wide table is scrolled by itself, with the keyboard too, and not the page. */
function tableOf({ columns, rows }: Table, page: Outline): Html {
  const isRight = (index: number) => columns[index]?.align === 'right'
  const head = columns.map(({ title }, index) => html`<th scope="col"${classOf(isRight(index), 0)}>${title}</th>`)
  const cellOf = (cell: readonly Node[], index: number) =>
    html`<td${classOf(isRight(index), wordsOf(cell).length)}>${htmlOf(cell, page)}</td>`
  const body = rows.map((cells) => html`<tr>${cells.map(cellOf)}</tr>\n`)
  const pair: Html = { html: columns.length === 2 ? ' class="pair"' : columns.length > 9 ? ' class="many"' : '' }
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${page.label('Table')}"><table${pair}>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>\n`
}

/** A cell of many words is wide, so that its row is not a column of single words. */
function classOf(isRight: boolean, length: number): Html {
  const figure = length > 20 ? 'figure words' : 'figure'
  const name = length > 200 ? 'longest' : length > 48 ? 'long' : isRight ? figure : ''
  return { html: name === '' ? '' : ` class="${name}"` }
}

function wordsOf(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text' || node.kind === 'code') return node.text
      return node.kind === 'strong' || node.kind === 'link' ? wordsOf(node.nodes) : ''
    })
    .join('')
}
