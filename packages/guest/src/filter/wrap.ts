/** Two fewer than fit, for the backslash of a macro. */
const columns = 118

/** Text that is broken at blanks into lines of C, the later ones indented further. */
export function wrap(text: string, indent: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`${indent}${lines.length === 0 ? '' : '  '}${word}`)
  }
  return lines.join('\n')
}
