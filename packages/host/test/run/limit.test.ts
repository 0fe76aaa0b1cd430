import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { launch } from '../../src/process/launch.ts'
import { startLimit } from '../../src/run/limit.ts'

/** Stops the whole event loop, as a machine that is frozen does. */
const standStill = (ms: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

test('time in which the driver stood still does not count', async () => {
  let passed = false
  const stop = startLimit(3000, () => {
    passed = true
  })
  standStill(3500)
  for (let i = 0; i < 5; i++) await turn()
  expect(passed).toBe(false)
  stop()
})

test('what came in while the driver stood still is read before its limit passes', async () => {
  const child = spawn('echo', ['record'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const order: string[] = []
  const done = new Promise<void>((resolve) => {
    const stop = startLimit(20, () => {
      order.push('limit')
      resolve()
    })
    child.stdout.once('data', () => {
      order.push('data')
      stop()
      resolve()
    })
  })
  // it has said its word, which nobody has read yet, when the limit's own timer is due
  while (!readFileSync(`/proc/${child.pid}/stat`, 'utf8').includes(') Z ')) standStill(10)
  standStill(50)
  await done
  expect(order).toEqual(['data'])
})

test('a command that ended while the driver stood still did so in time', async () => {
  const child = await launch({ file: 'true', args: [], timeoutMs: 2000 })
  standStill(2500)
  while (!readFileSync(`/proc/${child.pid}/stat`, 'utf8').includes(') Z ')) standStill(10)
  expect(await child.exit).toEqual({ kind: 'exited', code: 0 })
  expect((await child.end()).cause).toBe(null)
})

test('no limit passes before its waiting is looked at, however early its timer comes', async () => {
  const passing = Array.from({ length: 200 }, async (_, i) => {
    await sleep(i % 10)
    return new Promise((resolve) => startLimit(20, resolve, () => () => 10))
  })
  expect(new Set(await Promise.all(passing))).toEqual(new Set([30]))
})

test('a limit passes once', async () => {
  let passed = 0
  startLimit(5, () => {
    passed += 1
  })
  while (passed === 0) await sleep(1)
  await sleep(20)
  expect(passed).toBe(1)
})
