import { refuseUnknownOptions, run, suite } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { good, toy } from './pipeline/toy.ts'

test('an option that does not exist is refused by name, with those that do', () => {
  expect(() => refuseUnknownOptions('f', { sotre: 1 }, ['store', 'seed'])).toThrow(
    expect.objectContaining({ code: 'CAPBENCH_USAGE', message: 'f has no option "sotre"; it has store, seed' }),
  )
  expect(() => refuseUnknownOptions('f', { store: 1 }, ['store'])).not.toThrow()
})

test('run has no option for cases, and names what chooses them', async () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const options = { cases: ['smp1'] } as object
  await expect(run(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), options)).rejects.toMatchObject({
    code: 'CAPBENCH_USAGE',
    message: expect.stringMatching(/^run has no option "cases"; .*onEvent; withCases\(suite, benchmark, cases\)/),
  })
})

test('run refuses a mistyped option before anything happens', async () => {
  const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
  const options = { sotre: '/nowhere' } as object
  await expect(run(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), options)).rejects.toMatchObject({
    code: 'CAPBENCH_USAGE',
    message: expect.stringContaining('"sotre"'),
  })
})
