import fc from 'fast-check'
import { expect, test } from 'vitest'
import { watchRecords } from '../../src/run/record-watch.ts'

const nonce = 'a'.repeat(32)
const text = [
  `@CB1 ${nonce} 0 begin {"program":"x"}`,
  'free text',
  `@CB1 ${'b'.repeat(32)} 1 mark {"edge":"begin"}`,
  `@CB1 ${nonce} 1 mark {"edge":"begin"}`,
  `@CB1 ${nonce} 2 broken {"edge":`,
  `x@CB1 ${nonce} 3 mark {}`,
  `@CB1 ${nonce} 3 end {"count":3}\n`,
].join('\n')

test('records are seen wherever the chunks are cut; other lines and other nonces are not', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const seen: unknown[] = []
      const watch = watchRecords(nonce, (type, value) => seen.push([type, value]))
      const edges = [0, ...cuts.sort((a, b) => a - b), text.length]
      for (const [i, end] of edges.slice(1).entries()) watch(Buffer.from(text.slice(edges[i], end)))
      expect(seen).toEqual([
        ['begin', { program: 'x' }],
        ['mark', { edge: 'begin' }],
        ['broken', undefined],
        ['end', { count: 3 }],
      ])
    }),
  )
})

test('a line without an end costs no memory and is no record', () => {
  const seen: string[] = []
  const watch = watchRecords(nonce, (type) => seen.push(type))
  for (let i = 0; i < 100; i++) watch(Buffer.alloc(100_000, 'x'))
  watch(Buffer.from(`\n@CB1 ${nonce} 0 begin {}\n`))
  expect(seen).toEqual(['begin'])
})
