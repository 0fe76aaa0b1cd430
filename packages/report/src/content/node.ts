/**
 * A document as a tree, for formats other than Markdown. Text is one visible line of plain text, save in a fence:
 * whoever renders it escapes it for its own format.
 */
export type Node = Inline | Block

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly nodes: readonly Node[] }
  /** To a file or directory by its relative path, percent-encoded, or to `#anchor` in the same document. */
  | { readonly kind: 'link'; readonly href: string; readonly nodes: readonly Node[] }

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly nodes: readonly Node[] }
  | { readonly kind: 'paragraph'; readonly nodes: readonly Node[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Node[])[]; readonly numbered?: true }
  | { readonly kind: 'fence'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly columns: readonly { readonly title: string; readonly align?: 'right' }[]
      readonly rows: readonly (readonly (readonly Node[])[])[]
    }

/** What stands between the empty lines of a document; everything else is part of a paragraph, an item or a cell. */
export function isBlock(node: Node | undefined): node is Block {
  switch (node?.kind) {
    case 'heading':
    case 'paragraph':
    case 'list':
    case 'fence':
    case 'table':
      return true
    case 'text':
    case 'code':
    case 'strong':
    case 'link':
    case undefined:
      return false
    default:
      return node satisfies never
  }
}
