import { expect, test } from 'vitest'
import { keepTail } from '../../src/run/tail.ts'

test('keeps the last bytes only', () => {
  const tail = keepTail(4)
  tail.add(Buffer.from('ab'))
  tail.add(Buffer.from('cdefgh'))
  tail.add(Buffer.from('i'))
  expect(tail.text()).toBe('fghi')
})

test('says nothing that a terminal would obey', () => {
  const tail = keepTail(100)
  tail.add(Buffer.from('a\x1b]0;title\x07\r\nb\u202ec\u009bd\xff'))
  expect(tail.text()).toBe('a?]0;title?\nb?c?dÿ')
})
