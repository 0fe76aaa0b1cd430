import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startPhases } from '../../src/run/phases.ts'

beforeEach(() => {
  // a limit passes in the turn of the event loop after its timer
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})
/** The milliseconds pass, and with them one turn of the event loop. */
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms)
  await new Promise((resolve) => setImmediate(resolve))
}
const limits = { launch: 10, boot: 20, run: 30, exit: 40 }

test('each phase has its own limit, counted from its own start', async () => {
  const late = vi.fn()
  const phases = startPhases(limits, { onLimit: late })
  await pass(9)
  phases.enter('boot')
  await pass(19)
  phases.enter('run')
  await pass(29)
  expect(late).not.toHaveBeenCalled()
  await pass(1)
  expect(late.mock.calls).toEqual([['run', 30]])
})

test('phases go forward only, and entering one again does not stretch it', async () => {
  const late = vi.fn()
  const phases = startPhases(limits, { onLimit: late })
  phases.enter('run')
  phases.enter('boot')
  expect(phases.current()).toBe('run')
  await pass(20)
  phases.enter('run')
  await pass(10)
  expect(late).toHaveBeenCalledTimes(1)
})

test('nothing is late after the stop', async () => {
  const late = vi.fn()
  startPhases(limits, { onLimit: late }).stop()
  await pass(1000)
  expect(late).not.toHaveBeenCalled()
})

test('every phase that is entered is told once', () => {
  const onEnter = vi.fn()
  const phases = startPhases(limits, { onLimit: vi.fn(), onEnter })
  for (const phase of ['boot', 'boot', 'exit', 'run'] as const) phases.enter(phase)
  phases.stop()
  expect(onEnter.mock.calls).toEqual([['boot'], ['exit']])
})

test('time in which the run waited for a CPU does not count', async () => {
  const late = vi.fn()
  let waited = 0
  startPhases(limits, { onLimit: late, measureWaiting: () => () => waited })
  waited = 7
  await pass(16)
  expect(late).not.toHaveBeenCalled()
  await pass(1)
  expect(late.mock.calls).toEqual([['launch', 17]])
})

test('however long it waits, no phase takes longer than five times its limit', async () => {
  const late = vi.fn()
  startPhases(limits, { onLimit: late, measureWaiting: () => () => 1000 })
  await pass(49)
  expect(late).not.toHaveBeenCalled()
  await pass(1)
  expect(late.mock.calls).toEqual([['launch', 50]])
})
