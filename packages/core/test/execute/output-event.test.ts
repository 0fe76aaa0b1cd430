import { type CampaignEvent, run, suite, withCases, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { expect, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const target = fakeTarget({ name: 'fake', play: (request) => ({ ...good(request), console: Buffer.from('hello\n') }) })
const all = suite({ name: 'toys', benchmarks: [toy], targets: [target] })
const one = withMethod(withCases(all, toy, ['smp1']), toy, { runs: 1, warmups: 0 })

test('a reporter sees what a run prints, between the start and the end of it', async () => {
  const events: CampaignEvent[] = []
  await run(one, { store: temporaryDirectory(), onEvent: (event) => events.push(event) })
  const types = events.map(({ type }) => type)
  expect(types.slice(types.indexOf('run-start'), types.indexOf('run-end') + 1)).toEqual([
    'run-start',
    'output',
    'output',
    'output',
    'run-end',
  ])
  const outputs = events.filter((event) => event.type === 'output')
  expect(outputs.slice(0, 3).map(({ channel }) => channel)).toEqual(['console', 'records', 'launcher'])
  expect(Buffer.from(outputs[0]?.chunk ?? []).toString()).toBe('hello\n')
})

test('a reporter that throws ends the campaign with its own error, not the driver amid its work', async () => {
  const onEvent = (event: CampaignEvent) => {
    if (event.type === 'output') throw new Error('no more paper')
  }
  await expect(run(one, { store: temporaryDirectory(), onEvent })).rejects.toThrow('no more paper')
})
