import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namesOf } from '../src/scaffold/names.ts'

const usage = expect.objectContaining({ code: 'CAPBENCH_USAGE' })

describe('the names of a plugin', () => {
  test('follow from that of the benchmark', () => {
    expect(namesOf('word-count')).toEqual({
      benchmark: 'word-count',
      identifier: 'wordCount',
      packageName: 'capbench-bench-word-count',
    })
    expect(namesOf('sha2-256', '@me/sha2').identifier).toBe('sha2256')
  })

  test.each([
    '',
    'Word',
    'word_count',
    '-word',
    'word-',
    'word--count',
    '2fast',
    'a b',
    '../x',
    'new',
    'run',
    'x'.repeat(65),
  ])('are refused where an identifier or a path cannot be made of %j', (benchmark) => {
    expect(() => namesOf(benchmark)).toThrow(usage)
  })

  test.each(['', 'Upper', '@/x', 'a b', '@a/b/c', 'x'.repeat(215), '../x', 'a"b'])(
    'are refused where npm takes no %j',
    (name) => {
      expect(() => namesOf('word-count', name)).toThrow(usage)
    },
  )

  test('are an identifier of JavaScript whatever they are made of', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(?:-[a-z0-9]{1,8}){1,3}$/)
    fc.assert(
      fc.property(name, (benchmark) => {
        const { identifier } = namesOf(benchmark)
        expect(() => new Function(`const ${identifier} = 1`)).not.toThrow()
      }),
    )
  })
})
