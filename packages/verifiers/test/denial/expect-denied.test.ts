import { every, smp } from '@capbench/core'
import { type Denial, expectDenied } from '@capbench/verifiers'
import { describe, expect, test } from 'vitest'

const setting = { parameters: {}, case: smp(1), system: 'capos', cpus: 1 } as const
const refused: Denial = { capability: 'store', method: 'put', outcome: 'refused', error: 'NO_RIGHT' }
const judge = (...denials: readonly Denial[]) => expectDenied('store', 'put', 'NO_RIGHT').judge({ denials }, setting)

describe('a denial', () => {
  test('is accepted where every attempt was refused with the error that was expected', () => {
    expect(judge(refused, { ...refused })).toEqual({ accepted: true, checked: ['put on store is denied'] })
  })

  test.each([
    ['nobody attempted it', []],
    ['it was answered', [{ ...refused, outcome: 'answered', error: '' }]],
    ['it was refused with TIMEOUT', [{ ...refused, error: 'TIMEOUT' }]],
    ['it was answered', [refused, { ...refused, outcome: 'answered', error: '' }]],
    ['nobody attempted it', [{ ...refused, capability: 'log' }]],
    ['nobody attempted it', [{ ...refused, method: 'get' }]],
  ] as const)('is rejected: %s', (reason, denials) => {
    expect(judge(...denials)).toEqual({
      accepted: false,
      rejected: [`put on store is denied: NO_RIGHT was wanted, ${reason}`],
    })
  })

  test('stands beside others, each named for itself', () => {
    const both = every(expectDenied('store', 'put', 'NO_RIGHT'), expectDenied('store', 'get', 'NO_RIGHT'))
    expect(both.judge({ denials: [refused] }, setting)).toMatchObject({
      accepted: false,
      rejected: ['get on store is denied: NO_RIGHT was wanted, nobody attempted it'],
    })
  })
})
