import { visible } from '../escape/visible.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for an attribute or an element of XML 1.0; what XML cannot hold is shown as `\u{1b}`. */
export const escapeXml = (text: string): string =>
  visible(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, (each) => `\\u{${each.charCodeAt(0).toString(16)}}`)
    .replaceAll(/[&<>"']/g, (each) => entities[each] ?? each)
