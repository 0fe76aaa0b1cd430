import { visibleLines } from './visible.ts'

/** Text that is HTML already. A plain string is foreign and gets escaped wherever it is put into one. */
export interface Html {
  readonly html: string
}

/** Foreign text as HTML that shows exactly this text, in an element or a quoted attribute; hidden characters too. */
export function escapeHtml(text: string): string {
  return visibleLines(text).replaceAll(/[&<>"'`]/g, (found) => `&#${found.charCodeAt(0)};`)
}

type HtmlPart = Html | string | number | readonly Html[]

const render = (part: HtmlPart): string => {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'html' in part ? part.html : part.map(render).join('')
}

/** HTML with foreign values: the template is markup, every string in it is escaped. */
export function html(template: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  return { html: String.raw({ raw: template }, ...values.map(render)) }
}
