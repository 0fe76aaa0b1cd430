import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { builtForTest, temporaryDirectory } from '../support/programs.ts'

const directory = temporaryDirectory()
let sha256 = ''
beforeAll(async () => {
  sha256 = await builtForTest('sha256', ['test/c/sha256.c', 'c/launch/sha256.c'], directory)
})

function digest(input: string | Buffer, piece: number): string {
  return spawnSync(sha256, [String(piece)], { input }).stdout.toString()
}

// NIST, "Cryptographic Standards and Guidelines: Examples with Intermediate Values", SHA-256, and FIPS 180-2 appendix B
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('the NIST example %# gives its digest', (input, expected) => {
  expect(digest(input, 65_536)).toBe(expected)
})

describe('lengths around the block and its padding, in pieces of every kind', () => {
  test.each([1, 3, 63, 64, 65, 200])('pieces of %i', (piece) => {
    for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129]) {
      const input = Buffer.alloc(length, 'x')
      expect(digest(input, piece)).toBe(createHash('sha256').update(input).digest('hex'))
    }
  })
})
