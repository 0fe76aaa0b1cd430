import { escapeHidden } from '@capbench/core'

/** Longest text that a report takes over from a guest or an artifact, in UTF-16 units; the raw log has the rest. */
const longest = 2_000

/**
 * Foreign text for a terminal or a document: one line, every hidden character shown as `\u{1b}`, cut where it is too
 * long.
 */
export function visible(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)} (${text.length - longest} more characters)` : text
  return escapeHidden(cut.replaceAll(/\s+/g, ' ').trim())
}

/** The same for text whose line breaks and length are to be kept. */
export function visibleLines(text: string): string {
  return text.split('\n').map(escapeHidden).join('\n')
}
