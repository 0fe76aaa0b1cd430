import { type CampaignEvent, start, suite, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { describe, expect, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 1, warmups: 0 })

describe('the events of a campaign as an async iterable', () => {
  test('are those that a reporter hears, in their order, and end with the campaign', async () => {
    const heard: CampaignEvent['type'][] = []
    const running = start(toys, { store: temporaryDirectory(), onEvent: ({ type }) => heard.push(type) })
    const seen: CampaignEvent['type'][] = []
    for await (const { type } of running) seen.push(type)
    expect(seen).toEqual(heard)
    expect(seen.at(-1)).toBe('published')
    expect((await running.campaign).exitCode).toBe(0)
  })

  test('wait for one who comes late, and chunks of output stay what they were', async () => {
    const running = start(toys, { store: temporaryDirectory() })
    await running.campaign
    const chunks: Uint8Array[] = []
    for await (const event of running) if (event.type === 'output') chunks.push(event.chunk)
    const text = chunks.map((chunk) => Buffer.from(chunk).toString('latin1')).join('')
    expect(text).toContain('"answer":42')
  })

  test('can be left early: the campaign goes on', async () => {
    const running = start(toys, { store: temporaryDirectory() })
    for await (const { type } of running) if (type === 'run-start') break
    expect((await running.campaign).results).toHaveLength(3)
  })

  test('throw what the campaign throws, and only to who listens', async () => {
    const running = start(toys, { store: temporaryDirectory(), maxBytes: 1 })
    await expect(async () => {
      for await (const event of running) expect(event).toBeDefined()
    }).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
    await expect(running.campaign).rejects.toMatchObject({ code: 'CAPBENCH_USAGE' })
  })

  test('are gone through once', async () => {
    const running = start(toys, { store: temporaryDirectory() })
    for await (const { type } of running) if (type === 'run-start') break
    expect(() => running[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: 'CAPBENCH_USAGE' }))
    await running.campaign
  })
})
