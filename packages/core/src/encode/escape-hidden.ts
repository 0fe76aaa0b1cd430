/**
 * Whatever moves a cursor, hides text, changes its direction or cannot be encoded: control, format, private and
 * ignorable characters, line and paragraph separators, lone surrogates.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Text from outside, safe to print on one line: every hidden character is shown as `\u{1b}`. */
export function escapeHidden(text: string): string {
  return text.replaceAll(hidden, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
