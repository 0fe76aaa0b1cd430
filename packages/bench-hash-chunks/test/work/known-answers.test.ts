import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashChunks } from '../../src/hash-chunks.ts'
import { packageRoot } from '../../src/program.ts'
import { digestBytes, expectedOf } from '../../src/work/expected.ts'
import { tcgProfile } from '../../src/work/parameters.ts'

const page = readFileSync(join(packageRoot, '..', '..', 'docs', 'hash-chunks.md'), 'utf8')
const profiles = [
  ['defaults', {}],
  ['one pass', { passes: 1 }],
  ['`tcgProfile`', tcgProfile],
  ['`tcgProfile`, BLAKE3', { ...tcgProfile, hash: 'blake3' }],
  ['4096 bytes in chunks of 512, 2 passes', { corpusBytes: 4096, chunkBytes: 512, passes: 2 }],
] as const

describe('the page about hash-chunks', () => {
  it.each(profiles)('has the known answers of the row %s', (name, change) => {
    const { corpusSha256, digests, root } = expectedOf({ ...hashChunks.defaults, ...change }, 1)
    const first = Buffer.from(digests.subarray(0, digestBytes)).toString('hex')
    const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? ''
    const [, , corpus, digest, last] = row.split('|').map((cell) => cell.trim())
    expect([corpus === 'the same' ? corpus : `\`${corpusSha256}\``, `\`${first}\``, `\`${root}\``]).toEqual([
      corpus,
      digest,
      last,
    ])
  })

  it('shows the first of the example transcripts', () => {
    const lines = readFileSync(join(packageRoot, 'vectors', 'processes-smp2.log'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(page).toContain(lines.map((line) => `    ${line}`).join('\n'))
  })
})
