import type { Node } from './node.ts'

/** The tree of a Markdown template, of which only headings at its start and `**strong**` are markup. */
export function nodesOfTemplate(template: readonly string[], values: readonly (readonly Node[])[]): readonly Node[] {
  const [first = '', ...rest] = template
  const [prefix = ''] = /^#{1,6} /.exec(first) ?? []
  const pieces = [first.slice(prefix.length), ...rest].flatMap((text, index) => [text, values[index] ?? []])
  const nodes = withStrong(pieces)
  return prefix === '' ? nodes : [{ kind: 'heading', level: prefix.length - 1, nodes }]
}

function withStrong(pieces: readonly (string | readonly Node[])[]): readonly Node[] {
  const plain: Node[] = []
  let strong: Node[] | undefined
  for (const piece of pieces) {
    if (typeof piece !== 'string') (strong ?? plain).push(...piece)
    else {
      for (const [index, text] of piece.split('**').entries()) {
        if (index > 0) {
          if (strong !== undefined) plain.push({ kind: 'strong', nodes: strong })
          strong = strong === undefined ? [] : undefined
        }
        if (text !== '') (strong ?? plain).push({ kind: 'text', text })
      }
    }
  }
  return strong === undefined ? plain : [...plain, { kind: 'strong', nodes: strong }]
}
