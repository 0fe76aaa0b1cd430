import type { DialogueStep } from '@capbench/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTalk, type TalkOptions } from '../../../src/image-guest/dialogue/talk.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function talking(boot: readonly DialogueStep[], work: readonly DialogueStep[], change: Partial<TalkOptions> = {}) {
  const log: string[] = []
  const talk = startTalk({
    boot,
    work,
    typing: { bytes: 4, echoMs: 500 },
    secrets: { root: 'open sesame' },
    workFactor: 10,
    measureWaiting: () => () => 0,
    type: (bytes) => log.push(`typed ${Buffer.from(bytes)}`),
    onStep: (index) => log.push(`step ${index}`),
    onReady: () => log.push('ready'),
    onOver: () => log.push('over'),
    onStuck: (detail) => log.push(`stuck: ${detail}`),
    ...change,
  })
  talk.begin()
  return { log, talk, hear: (text: string) => talk.hear(Buffer.from(text)) }
}

describe('typing', () => {
  it('goes on when the console has said the portion back, whatever it says in between', () => {
    const { log, hear } = talking([], [{ send: 'hashsum\r' }])
    expect(log).toEqual(['typed hash'])
    hear('\x1b[1;2Hha')
    hear('s\x1b[3;4H')
    expect(log).toHaveLength(1)
    hear('h')
    expect(log.slice(1)).toEqual(['typed sum\r', 'step 0', 'over'])
  })

  it('goes on after a while where nothing is echoed, as a password', () => {
    const { log } = talking([{ sendSecret: 'root' }], [])
    vi.advanceTimersByTime(499)
    expect(log).toEqual(['typed open'])
    vi.advanceTimersByTime(1000)
    expect(log).toEqual(['typed open', 'typed  ses', 'typed ame', 'step 0', 'ready', 'over'])
  })

  it('gives an echo the time that a busy host needs', () => {
    let waited = 0
    const { log } = talking([], [{ send: 'hashsum\r' }], { measureWaiting: () => () => waited })
    waited = 700
    vi.advanceTimersByTime(1100)
    expect(log).toEqual(['typed hash'])
    vi.advanceTimersByTime(200)
    expect(log).toContain('typed sum\r')
  })

  it('is over with the guest', () => {
    const { log, talk, hear } = talking([], [{ send: 'hashsum\r' }])
    talk.stop()
    hear('hash')
    vi.advanceTimersByTime(10_000)
    expect(log).toEqual(['typed hash'])
  })
})

describe('limits of steps', () => {
  it('of the workload are stretched, those of the boot dialogue are not', () => {
    const { log, hear } = talking([{ wait: 'a', timeoutMs: 100 }], [{ wait: 'b', timeoutMs: 100 }])
    vi.advanceTimersByTime(99)
    hear('a')
    expect(log).toEqual(['step 0', 'ready'])
    vi.advanceTimersByTime(999)
    expect(log).toHaveLength(2)
    vi.advanceTimersByTime(2)
    expect(log[2]).toBe('stuck: step 1 of 1 of the workload dialogue, which waits for "b", took longer than 1000 ms')
  })

  it('end with their step', () => {
    const { log, talk, hear } = talking([{ wait: 'a', timeoutMs: 100 }, { wait: 'b' }], [])
    hear('a')
    vi.advanceTimersByTime(10_000)
    expect(log).toEqual(['step 0'])
    expect(talk.where()).toBe('step 2 of 2 of the boot dialogue, which waits for "b"')
    hear('b')
    expect(log).toEqual(['step 0', 'step 1', 'ready', 'over'])
    expect(talk.where()).toBeUndefined()
  })
})
