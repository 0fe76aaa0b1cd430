import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startPhases } from '../../src/run/phases.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const limits = { launch: 10, boot: 20, run: 30, exit: 40 }

test('each phase has its own limit, counted from its own start', () => {
  const late = vi.fn()
  const phases = startPhases(limits, { onLimit: late })
  vi.advanceTimersByTime(9)
  phases.enter('boot')
  vi.advanceTimersByTime(19)
  phases.enter('run')
  vi.advanceTimersByTime(29)
  expect(late).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(late.mock.calls).toEqual([['run', 30]])
})

test('phases go forward only, and entering one again does not stretch it', () => {
  const late = vi.fn()
  const phases = startPhases(limits, { onLimit: late })
  phases.enter('run')
  phases.enter('boot')
  expect(phases.current()).toBe('run')
  vi.advanceTimersByTime(20)
  phases.enter('run')
  vi.advanceTimersByTime(10)
  expect(late).toHaveBeenCalledTimes(1)
})

test('nothing is late after the stop', () => {
  const late = vi.fn()
  startPhases(limits, { onLimit: late }).stop()
  vi.advanceTimersByTime(1000)
  expect(late).not.toHaveBeenCalled()
})

test('every phase that is entered is told once', () => {
  const onEnter = vi.fn()
  const phases = startPhases(limits, { onLimit: vi.fn(), onEnter })
  for (const phase of ['boot', 'boot', 'exit', 'run'] as const) phases.enter(phase)
  phases.stop()
  expect(onEnter.mock.calls).toEqual([['boot'], ['exit']])
})

test('time in which the run waited for a CPU does not count', () => {
  const late = vi.fn()
  let waited = 0
  startPhases(limits, { onLimit: late, measureWaiting: () => () => waited })
  waited = 7
  vi.advanceTimersByTime(16)
  expect(late).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(late.mock.calls).toEqual([['launch', 17]])
})

test('however long it waits, no phase takes longer than five times its limit', () => {
  const late = vi.fn()
  startPhases(limits, { onLimit: late, measureWaiting: () => () => 1000 })
  vi.advanceTimersByTime(49)
  expect(late).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(late.mock.calls).toEqual([['launch', 50]])
})
