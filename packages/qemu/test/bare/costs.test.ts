import { expect, it } from 'vitest'
import { bareCosts } from '../../src/bare/costs.ts'

const ms = (value: number): number => value * 1_000_000

it('splits a run into parts that add up to the total, with the clock of each', () => {
  const moments = { started: ms(5), released: ms(25), begun: ms(95), done: ms(595), ended: ms(600) }
  expect(bareCosts(moments)).toEqual({
    restored: false,
    launchMs: 20,
    firmwareMs: 70,
    kernelMs: null,
    initMs: null,
    workloadMs: 500,
    exitMs: 5,
    totalMs: 595,
    sources: { launchMs: 'host', firmwareMs: 'host', workloadMs: 'host', exitMs: 'host', totalMs: 'host' },
  })
})

it('says nothing of moments that did not come', () => {
  expect(bareCosts({ started: 0, released: ms(20), ended: ms(1000) })).toMatchObject({
    launchMs: 20,
    firmwareMs: null,
    workloadMs: null,
    exitMs: null,
    totalMs: 1000,
    sources: { launchMs: 'host', totalMs: 'host' },
  })
})
