import { createHash, hash } from 'node:crypto'

const nodeMark = 1
const nothing = createHash('sha256').digest('hex')

/**
 * Merkle tree hash of RFC 6962, section 2.1, over leaves that come one after the other. Holds one digest for each level
 * of the tree, not for each leaf.
 */
export function merkleRoot(leaves: Iterable<Uint8Array>): string {
  const subtrees: Buffer[] = [] // roots of whole ones, the largest first
  const node = Buffer.alloc(65, nodeMark)
  const join = () => {
    const right = subtrees.pop()
    const left = subtrees.pop()
    if (left === undefined || right === undefined) return
    node.set(left, 1)
    node.set(right, 33)
    subtrees.push(hash('sha256', node, 'buffer'))
  }
  let count = 0
  for (const leaf of leaves) {
    const marked = Buffer.alloc(leaf.length + 1)
    marked.set(leaf, 1)
    subtrees.push(hash('sha256', marked, 'buffer'))
    count++
    for (let rest = count; rest % 2 === 0; rest /= 2) join()
  }
  while (subtrees.length > 1) join()
  return subtrees[0]?.toString('hex') ?? nothing
}
