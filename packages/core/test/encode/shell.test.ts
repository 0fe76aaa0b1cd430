import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shellCommand } from '../../src/encode/shell.ts'

const word = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\0'))

it('a command that was quoted for a shell is read back word for word', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
      const { stdout } = spawnSync('sh', ['-c', shellCommand('printf', ['%s\\0', ...words])])
      expect(stdout.toString('utf8').split('\0').slice(0, -1)).toEqual(words)
    }),
    { numRuns: 40 },
  )
})
