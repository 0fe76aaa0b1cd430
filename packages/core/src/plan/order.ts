import { createHash } from 'node:crypto'

/**
 * A permutation that a seed determines: sorted by SHA-256 of seed and item, so that any language can repeat it. Rows
 * are interleaved this way in every block; running all of one row first would turn drift into speedup.
 */
export function shuffled(items: readonly string[], seed: string): readonly string[] {
  const digest = (item: string) => createHash('sha256').update(`${seed}\n${item}`).digest('hex')
  return items
    .map((item) => ({ item, key: digest(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item)
}
