import { expect, test } from 'vitest'
import { measureRunDelay } from '../../src/contention/waiting.ts'
import { launch } from '../../src/process/launch.ts'
import { processTable } from '../../src/process/table.ts'
import { readHostTopology } from '../../src/topology/read.ts'
import { until } from '../support.ts'

const [cpu = 0] = readHostTopology().allowed

test('a process waits for what those below it wait for: three that share one CPU', async () => {
  const spin = 'while :; do :; done'
  const shell = await launch({ file: 'sh', args: ['-c', `(${spin}) & (${spin}) & ${spin}`], cpus: [cpu] })
  const waited = measureRunDelay(shell.pid ?? 0)
  expect(waited()).toBeGreaterThanOrEqual(0)
  await until(() => waited() > 50)
  await shell.end()
  expect(waited()).toBe(0) // gone: nothing waits any more
})

test('a process that hangs idle waits for nothing', async () => {
  const sleeper = await launch({ file: 'sleep', args: ['60'] })
  const { pid = 0 } = sleeper
  await until(() => processTable(pid).some((entry) => entry.pid === pid && entry.state === 'S'))
  const waited = measureRunDelay(pid)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(waited()).toBe(0)
  await sleeper.end()
})

test('a process that does not exist waits for nothing', () => {
  expect(measureRunDelay(2 ** 22 + 1)()).toBe(0)
})
