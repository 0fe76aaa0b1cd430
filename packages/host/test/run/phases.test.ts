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
  const phases = startPhases(limits, late)
  vi.advanceTimersByTime(9)
  phases.enter('boot')
  vi.advanceTimersByTime(19)
  phases.enter('run')
  vi.advanceTimersByTime(29)
  expect(late).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(late.mock.calls).toEqual([['run']])
})

test('phases go forward only, and entering one again does not stretch it', () => {
  const late = vi.fn()
  const phases = startPhases(limits, late)
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
  startPhases(limits, late).stop()
  vi.advanceTimersByTime(1000)
  expect(late).not.toHaveBeenCalled()
})
