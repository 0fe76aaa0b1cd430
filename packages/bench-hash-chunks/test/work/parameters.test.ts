import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashChunks } from '../../src/hash-chunks.ts'
import { memoryOf, tcgProfile, workOf } from '../../src/work/parameters.ts'
import { small } from '../support/work.ts'

const mebibyte = 2 ** 20
const refusal = (why: string) =>
  expect.objectContaining({ code: 'CAPBENCH_USAGE', message: expect.stringContaining(why) })

describe('the work of a case', () => {
  it('gives every worker the same number of whole chunks of one corpus in the strong form', () => {
    for (const workers of [1, 2, 4, 8])
      expect(workOf(hashChunks.defaults, workers)).toEqual({
        bytes: 64 * mebibyte,
        chunks: 1024,
        share: 1024 / workers,
      })
  })

  it('gives every worker a corpus of its own size in the weak form', () => {
    const parameters = { ...hashChunks.defaults, scaling: 'weak' } as const
    for (const workers of [1, 2, 4, 8])
      expect(workOf(parameters, workers)).toEqual({
        bytes: workers * 64 * mebibyte,
        chunks: workers * 1024,
        share: 1024,
      })
  })

  it('leaves no byte over, and refuses what would', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 9 }), (chunks, workers) => {
        const parameters = { ...small, chunkBytes: 128, corpusBytes: 128 * chunks }
        if (chunks % workers !== 0) expect(() => workOf(parameters, workers)).toThrow(refusal('same number'))
        else expect(workOf(parameters, workers).share * workers * 128).toBe(parameters.corpusBytes)
      }),
    )
  })

  it('refuses chunks beyond those whose digests fit, and bytes beyond those that the counter can count', () => {
    expect(() => workOf({ ...small, chunkBytes: 64, corpusBytes: 128 * mebibyte }, 1)).toThrow(refusal('1048576'))
    const huge = { ...small, chunkBytes: 2 ** 24, corpusBytes: 2 ** 38, scaling: 'weak' } as const
    expect(() => workOf(huge, 2)).toThrow(refusal('at most'))
  })

  it.each([
    { chunkBytes: 100 },
    { chunkBytes: 2 ** 25 },
    { corpusBytes: 0 },
    { passes: 0 },
    { seed: -1 },
    { hash: 'md5' },
    { scaling: 'sideways' },
  ])('is not defined for %j', (change) => {
    expect(() => hashChunks.parametersWith(change)).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
  })
})

describe('the memory of a case', () => {
  it('is that of the corpus, the slots and the system', () => {
    const data = 64 * mebibyte + 2 * 24_576 // 512 chunks of 40 bytes and a head of 128, on whole pages
    expect(memoryOf(hashChunks.defaults, 2, 'bare')).toBe(data + 8 * mebibyte)
    expect(memoryOf(hashChunks.defaults, 2, 'linux')).toBe(data + 48 * mebibyte + data / 8)
    expect(memoryOf(hashChunks.defaults, 2, 'capos')).toBe(data)
  })

  it('of the defaults fits the 128 MiB that guests have unless told otherwise', () => {
    for (const workers of [1, 2, 4, 8])
      expect(memoryOf(hashChunks.defaults, workers, 'linux')).toBeLessThanOrEqual(128 * mebibyte)
  })

  it('of the profile for emulated machines is less, and its work another', () => {
    const parameters = { ...hashChunks.defaults, ...tcgProfile }
    expect(memoryOf(parameters, 8, 'linux')).toBeLessThan(memoryOf(hashChunks.defaults, 8, 'linux'))
    expect(hashChunks.parametersWith(tcgProfile)).not.toEqual(hashChunks.defaults)
  })
})
