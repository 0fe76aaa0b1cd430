import type { Group } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { measureIndex } from './index-lists.ts'
import { measureVerification } from './verification.ts'

/** What a store costs that has grown: large evidence, and a long index. */
export async function measureStore(scale: Scale): Promise<Group> {
  const verification = await measureVerification(scale)
  const index = await measureIndex(scale)
  return {
    name: 'store',
    lines: [...verification.lines, ...index.lines],
    bounds: [...verification.bounds, ...index.bounds],
    skipped: [],
  }
}
