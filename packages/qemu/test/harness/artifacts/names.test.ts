import { isName } from '@capbench/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { artifactName } from '../../../src/harness/artifacts/names.ts'

it('names every file so that it can be stored, and no two alike', () => {
  const path = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
    fc.stringMatching(/^[A-Za-z0-9._/-]{1,90}$/),
  )
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
      const taken = new Set<string>()
      for (const each of paths) {
        const name = artifactName(each, taken)
        expect(isName(name), `${each} became ${name}`).toBe(true)
        expect(taken.has(name), `${each} became ${name} again`).toBe(false)
        taken.add(name)
      }
    }),
  )
})

it('keeps a name that can be stored, and the end of one that is too long', () => {
  const none = new Set<string>()
  expect(artifactName('smp2-run1.log', none)).toBe('smp2-run1.log')
  expect(artifactName('Smp 2/Run_1.log', none)).toBe('smp-2-run_1.log')
  expect(artifactName(`${'x'.repeat(100)}.log`, none)).toMatch(/^[0-9a-f]{12}-x+\.log$/)
  expect(artifactName('a.log', new Set(['a.log']))).toMatch(/^[0-9a-f]{12}-a\.log$/)
})
