import { canonicalBytes, decodeResult, encodeResult, readCanonicalJson, type StoredResult } from '@capbench/core'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/define/json.ts'
import { everyArm } from './results.ts'

/** What a change of the message comes to: refused, told from the JSON beside it, or not noticed. */
function fateOf(changed: Uint8Array, json: Uint8Array): 'refused' | 'told' | 'missed' {
  try {
    decodeResult(changed)
  } catch (error) {
    expect(error).toMatchObject({ code: 'CAPBENCH_HOSTILE' })
    return 'refused'
  }
  const beside = encodeResult(readCanonicalJson(json) as unknown as StoredResult)
  return Buffer.from(beside).equals(changed) ? 'missed' : 'told'
}

test.each(everyArm)('every byte of a message that is $status, changed in each bit and altogether', (result) => {
  const bytes = encodeResult(result)
  const json = canonicalBytes(result as unknown as JsonObject)
  const tally = { refused: 0, told: 0, missed: 0 }
  for (const [at, byte] of bytes.entries()) {
    for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255, byte]) {
      if (mask === 0) continue
      const changed = Uint8Array.from(bytes)
      changed[at] = byte ^ mask
      tally[fateOf(changed, json)]++
    }
  }
  console.log(`${result.status}: ${JSON.stringify(tally)} of ${bytes.length} bytes`)
  expect(tally.missed).toBe(0)
  expect(tally.refused).toBeGreaterThan(tally.told / 4)
})

test('a message that is cut anywhere, or has words behind it, is refused', () => {
  for (const result of everyArm) {
    const bytes = encodeResult(result)
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeResult(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'CAPBENCH_HOSTILE' }),
      )
    }
    for (const extra of [1, 8, 16]) {
      const longer = Buffer.concat([bytes, Buffer.alloc(extra)])
      expect(() => decodeResult(longer)).toThrow(expect.objectContaining({ code: 'CAPBENCH_HOSTILE' }))
      longer.writeUInt32LE((longer.length >> 3) - 1, 4)
      expect(() => decodeResult(longer)).toThrow(expect.objectContaining({ code: 'CAPBENCH_HOSTILE' }))
    }
  }
})
