/** One step of an LZ4 block: literals, then a match that reaches back. The last step of a block has literals only. */
export interface Step {
  readonly literals: Uint8Array
  readonly match?: { readonly back: number; readonly length: number }
}

const lengthBytes = (rest: number): number[] => [...Array<number>(Math.floor(rest / 255)).fill(255), rest % 255]

function token(literals: number, match: number): number[] {
  return [(Math.min(literals, 15) << 4) | Math.min(match, 15), ...(literals >= 15 ? lengthBytes(literals - 15) : [])]
}

/** Writes steps as a block, and what they mean. `back` is taken modulo what there is to reach back to. */
export function lz4Block(steps: readonly Step[]): { readonly block: Buffer; readonly plain: Buffer } {
  const block: number[] = []
  const plain: number[] = []
  for (const { literals, match } of steps) {
    const last = match === undefined
    block.push(...token(literals.length, last ? 0 : match.length - 4), ...literals)
    plain.push(...literals)
    if (last) continue
    const offset = (match.back % Math.min(plain.length, 0xffff)) + 1
    block.push(offset & 0xff, offset >> 8, ...(match.length - 4 >= 15 ? lengthBytes(match.length - 4 - 15) : []))
    for (let i = 0; i < match.length; i++) plain.push(plain[plain.length - offset] as number)
  }
  return { block: Buffer.from(block), plain: Buffer.from(plain) }
}

/** A legacy frame of blocks. */
export function lz4Frame(blocks: readonly Buffer[]): Buffer {
  const sized = blocks.flatMap((block) => {
    const size = Buffer.alloc(4)
    size.writeUInt32LE(block.length)
    return [size, block]
  })
  return Buffer.concat([Buffer.from([0x02, 0x21, 0x4c, 0x18]), ...sized])
}
