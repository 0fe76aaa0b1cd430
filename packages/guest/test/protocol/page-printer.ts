import { crc32 } from 'node:zlib'
import type { Part, Step } from '../support/vectors.ts'

/**
 * A printer as somebody else would write it from docs/protocol.md alone: it takes nothing from the SDK. Returns what it
 * wrote before it had to stop.
 */
export function printByThePage(steps: readonly Step[]): string {
  const written: string[] = []
  let [nonce, count, crc] = ['', 0, 0]
  const print = (type: string, json: string): boolean => {
    const line = `@CB1 ${nonce} ${count} ${type} ${json}\n`
    if (Buffer.byteLength(line) > 4096 || (count >= 65_535 && type !== 'end')) return false
    if (!/^[a-z][a-z0-9_]{0,31}$/.test(type) || /[\r\n]/.test(json)) return false
    written.push(line)
    crc = crc32(line, crc)
    count++
    return true
  }
  const take = (step: Step): boolean => {
    switch (step.do) {
      case 'begin':
        nonce = step.nonce
        if (!/^(?:[0-9a-f]{32}|-)$/.test(nonce)) return false
        return print('begin', `{"program":"${step.program}","version":"${step.version}"}`)
      case 'mark':
        return print('mark', `{"region":"${step.region}","edge":"${step.edge}"}`)
      case 'end':
        return print('end', `{"count":${count},"crc32":"${crc.toString(16).padStart(8, '0')}"}`)
      case 'record': {
        if (step.type === 'begin' || step.type === 'end') return false
        const json = step.json.map(partText).join('')
        for (let i = 0; i < (step.times ?? 1); i++) if (!print(step.type, json)) return false
        return true
      }
      default:
        return step satisfies never
    }
  }
  steps.every(take)
  return written.join('')
}

function partText(part: Part): string {
  if (typeof part === 'string') return part
  if ('unsigned' in part) return `${BigInt(part.unsigned)}`
  if ('signed' in part) return `${BigInt(part.signed)}`
  if ('hex8' in part) return Number(part.hex8).toString(16).padStart(8, '0')
  if ('repeat' in part) return part.repeat.text.repeat(part.repeat.times)
  return stringByThePage(Buffer.from(part.string.hex, 'hex'), part.string.room)
}

/** Text from outside as JSON, in the words of the page. */
export function stringByThePage(bytes: Buffer, room: number): string {
  let json = '"'
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at)
    const character = bytes.toString('utf8', at, at + length)
    const code = bytes[at] ?? 0
    const escaped = `\\u${code.toString(16).padStart(4, '0')}`
    const control = code < 0x20 || code === 0x7f
    const plain = character === '"' || character === '\\' ? `\\${character}` : control ? escaped : character
    const next = length === 0 ? '\\ufffd' : plain
    if (Buffer.byteLength(json + next) + 1 > room) break
    json += next
    at += Math.max(1, length)
  }
  return `${json}"`
}

/** Unicode 15, table 3-7: first byte, range of the second, length. */
const wellFormed = [
  [0x00, 0x7f, 0, 0, 1],
  [0xc2, 0xdf, 0x80, 0xbf, 2],
  [0xe0, 0xe0, 0xa0, 0xbf, 3],
  [0xe1, 0xec, 0x80, 0xbf, 3],
  [0xed, 0xed, 0x80, 0x9f, 3],
  [0xee, 0xef, 0x80, 0xbf, 3],
  [0xf0, 0xf0, 0x90, 0xbf, 4],
  [0xf1, 0xf3, 0x80, 0xbf, 4],
  [0xf4, 0xf4, 0x80, 0x8f, 4],
] as const

/** Length of the well-formed sequence at a place, or 0. */
function sequenceAt(bytes: Buffer, at: number): number {
  const [first = 0, second = 0, ...others] = bytes.subarray(at, at + 4)
  const row = wellFormed.find(([low, high]) => first >= low && first <= high)
  if (row === undefined) return 0
  const [, , low, high, length] = row
  if (length === 1) return 1
  if (at + length > bytes.length || second < low || second > high) return 0
  return others.slice(0, length - 2).every((byte) => byte >= 0x80 && byte <= 0xbf) ? length : 0
}
