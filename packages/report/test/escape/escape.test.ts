import { escapeMarkdown, visible } from '@capbench/report'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostile } from '../hostile.ts'

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

test.each(hostile)('%j cannot mark up, link or move a cursor', (text) => {
  const escaped = escapeMarkdown(text)
  expect(escaped).not.toMatch(unprintable)
  // Nothing but our own comments, which break addresses, is HTML.
  const withoutOurs = escaped.replaceAll('<!-- -->', '')
  expect(withoutOurs).not.toMatch(/[<>]/)
  expect(withoutOurs).not.toMatch(/(?<!\\)[[\]|`*~$#]/)
  expect(escaped).not.toMatch(/:\/\/|mailto:\w|www\.|@\w|^\d+\. |^- /)
})

test('text of any kind becomes one printable line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).not.toMatch(unprintable)
      expect(escapeMarkdown(text)).not.toMatch(/(?<!\\)[|`[\]]/)
    }),
  )
})

test('what is hidden is shown, not dropped', () => {
  expect(visible('a\u202eb\u001b[0m')).toBe('a\\u{202e}b\\u{1b}[0m')
  expect(visible('\ud800')).toBe('\\u{d800}')
})

test('ordinary words stay as they are', () => {
  const text = 'smp-primes: 42 was wanted, 41 came (missing_prerequisite, 1.6x)'
  expect(escapeMarkdown(text)).toBe(text)
})

test('a flood of text is cut and says so', () => {
  expect(visible('x'.repeat(5000))).toMatch(/^x{2000} \(3000 more characters\)$/)
})
