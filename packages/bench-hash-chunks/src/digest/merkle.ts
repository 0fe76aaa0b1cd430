import { createHash } from 'node:crypto'

const leafMark = Uint8Array.of(0)
const nodeMark = Uint8Array.of(1)
const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/**
 * Merkle tree hash of RFC 6962, section 2.1, over leaves that come one after the other. Holds one digest for each level
 * of the tree, not for each leaf.
 */
export function merkleRoot(leaves: Iterable<Uint8Array>): string {
  const subtrees: Buffer[] = [] // whole ones, the largest first
  const join = () => {
    const right = subtrees.pop()
    const left = subtrees.pop()
    if (left !== undefined && right !== undefined) subtrees.push(sha256(nodeMark, left, right))
  }
  let count = 0
  for (const leaf of leaves) {
    subtrees.push(sha256(leafMark, leaf))
    count++
    for (let rest = count; rest % 2 === 0; rest /= 2) join()
  }
  while (subtrees.length > 1) join()
  return (subtrees[0] ?? sha256()).toString('hex')
}
