import { escapeHtml } from '@capbench/report'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostile } from '../hostile.ts'

test.each(hostile)('%j is text in an element and in an attribute', (text) => {
  expect(escapeHtml(text)).not.toMatch(/[<>"'`]|&(?!#\d+;)/)
})

test('text of any kind becomes printable and marks nothing up', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeHtml(text)
      expect(escaped).not.toMatch(/[<>"'`]/)
      expect(escaped.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      expect(escaped.replaceAll(/&#\d+;/g, '')).not.toContain('&')
    }),
  )
})
