/** Inside which terminal sequence a stream of bytes is, if any. */
export type TerminalState = 'text' | 'escape' | 'intermediate' | 'control' | 'string'

const esc = 0x1b
const bell = 0x07
const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to

/**
 * Reads one byte: the state after it, and whether it is text. Sequences are those of ECMA-48 (sections 5.3 to 5.6) and
 * of xterm's titles. Junk is no terminal, so a sequence also ends where no real one could go on: a string at the end of
 * its line, any other at a byte that cannot stand in it.
 */
function readByte(state: TerminalState, byte: number): { readonly state: TerminalState; readonly text: boolean } {
  const inside = (next: TerminalState) => ({ state: next, text: false })
  if (byte === esc) return inside('escape')
  switch (state) {
    case 'text':
      return { state, text: true }
    case 'escape':
      if (byte === 0x5b) return inside('control') // [
      if ([0x5d, 0x50, 0x58, 0x5e, 0x5f].includes(byte)) return inside('string') // ] P X ^ _
      if (within(byte, 0x20, 0x2f)) return inside('intermediate')
      return within(byte, 0x30, 0x7e) ? inside('text') : { state: 'text', text: true }
    case 'intermediate':
      if (within(byte, 0x20, 0x2f)) return inside(state)
      return within(byte, 0x30, 0x7e) ? inside('text') : { state: 'text', text: true }
    case 'control':
      if (within(byte, 0x20, 0x3f)) return inside(state)
      return within(byte, 0x40, 0x7e) ? inside('text') : { state: 'text', text: true }
    case 'string':
      if (byte === bell) return inside('text')
      return byte === 0x0a || byte === 0x0d ? { state: 'text', text: true } : inside(state)
    default:
      return state satisfies never
  }
}

/** The text of a chunk without terminal sequences, and where in the chunk each of its bytes was. */
export function textOfChunk(
  before: TerminalState,
  chunk: Uint8Array,
): { readonly state: TerminalState; readonly text: Uint8Array; readonly places: readonly number[] } {
  let state = before
  const places: number[] = []
  for (const [place, byte] of chunk.entries()) {
    const read = readByte(state, byte)
    state = read.state
    if (read.text) places.push(place)
  }
  if (places.length === chunk.length) return { state, text: chunk, places }
  return { state, text: Uint8Array.from(places, (place) => chunk[place] ?? 0), places }
}
