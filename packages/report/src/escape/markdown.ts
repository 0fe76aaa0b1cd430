import { visible } from './visible.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** What could begin HTML, emphasis, code, a cell, a link, an image, a formula or a heading. */
const markup = /[&<>\\`*[\]|~#$]|(?<![a-z0-9])_|_(?![a-z0-9])/
/** What could begin a mention or an address that a renderer links by itself. */
const address = /@(?=\w)|:(?=\/\/)|(?<=mailto|xmpp):|(?<=www)\./
/** What could begin a list at the start of a block. */
const list = /^[-+=]|(?<=^\d{1,9})[.)](?=\s|$)/
const special = new RegExp([markup, address, list].map(({ source }) => source).join('|'), 'gi')

/**
 * Foreign text as Markdown that shows exactly this text, on one line: no markup, no HTML, no link (also none that a
 * renderer would make of a bare address), no hidden or direction-changing character.
 */
export function escapeMarkdown(text: string): string {
  return visible(text).replaceAll(special, (found) => {
    // A renderer that links addresses looks at text after escapes are resolved, but not across a comment.
    if (found === '@' || found === ':') return `${found}<!-- -->`
    return entities[found] ?? `\\${found}`
  })
}
