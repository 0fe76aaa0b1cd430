import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeLz4Legacy } from '../../src/kernel/lz4.ts'
import { lz4Block, lz4Frame, type Step } from '../helpers/lz4.ts'

const matched: fc.Arbitrary<Step> = fc.record({
  literals: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  match: fc.record({ back: fc.nat(70_000), length: fc.integer({ min: 4, max: 600 }) }),
})
const blockSteps = fc
  .tuple(fc.array(matched, { maxLength: 12 }), fc.uint8Array({ maxLength: 300 }))
  .map(([steps, literals]): readonly Step[] => [...steps, { literals }])
const frame = fc.array(blockSteps, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.map(lz4Block))

describe('LZ4 legacy frames', () => {
  it('give back what literals and matches mean, block by block', () => {
    fc.assert(
      fc.property(frame, (blocks) => {
        const plain = Buffer.concat(blocks.map((one) => one.plain))
        const decoded = decodeLz4Legacy(lz4Frame(blocks.map((one) => one.block)), plain.length)
        expect(Buffer.from(decoded).equals(plain)).toBe(true)
      }),
    )
  })

  it('are refused when cut off anywhere', () => {
    const { block, plain } = lz4Block([
      { literals: Buffer.from('abcdefgh'), match: { back: 3, length: 40 } },
      { literals: Buffer.from('end') },
    ])
    const whole = lz4Frame([block])
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeLz4Legacy(whole.subarray(0, length), plain.length)).toThrow(/LZ4 data is broken/)
  })

  it('are refused when more or less comes out than was promised', () => {
    const { block, plain } = lz4Block([{ literals: Buffer.from('abc') }])
    const whole = lz4Frame([block])
    expect(() => decodeLz4Legacy(whole, plain.length + 1)).toThrow(/promised/)
    expect(() => decodeLz4Legacy(whole, plain.length - 1)).toThrow(/overrun/)
  })

  it('are refused when a match reaches out of its block', () => {
    const reach = Buffer.from([0x10, 0x61, 0x02, 0x00, 0x10, 0x62])
    expect(() => decodeLz4Legacy(lz4Frame([reach]), 6)).toThrow(/leaves the block/)
    expect(() => decodeLz4Legacy(lz4Frame([Buffer.from([0x10, 0x61, 0, 0])]), 5)).toThrow(/leaves the block/)
  })

  it('never do anything but return or refuse, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(400), (junk, size) => {
        try {
          expect(decodeLz4Legacy(lz4Frame([Buffer.from(junk)]), size)).toHaveLength(size)
        } catch (error) {
          expect(error).toMatchObject({ code: 'CAPBENCH_HOSTILE' })
        }
      }),
    )
  })
})
