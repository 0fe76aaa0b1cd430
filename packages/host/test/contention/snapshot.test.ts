import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cpuTimes, hostLoad, monotonicNs, schedstat } from '../../src/contention/snapshot.ts'

test('ticks of every CPU, in the order of the kernel', () => {
  const before = monotonicNs()
  const { kind, atNs, cpus } = cpuTimes()
  expect(kind).toBe('cpu-times')
  expect(atNs).toBeGreaterThanOrEqual(before)
  expect(cpus.length).toBeGreaterThan(0)
  expect(cpus.every(({ ticks }) => ticks.length >= 8 && ticks.every(Number.isSafeInteger))).toBe(true)
  expect(cpuTimes([cpus[0]?.cpu ?? 0]).cpus).toHaveLength(1)
})

test('CPU time and run delay of every thread of this process', () => {
  const { threads } = schedstat(process.pid)
  expect(threads.find(({ tid }) => tid === process.pid)?.runNs).toBeGreaterThan(0)
  expect(schedstat(2 ** 30).threads).toEqual([])
})

test('numbers that no JSON number holds, and files that are no schedstat, are left out rather than rounded', () => {
  const root = mkdtempSync(join(tmpdir(), 'capbench-contention-'))
  for (const [tid, text] of [
    [7, '5 6 1\n'],
    [8, '9007199254740993 0 1\n'],
    [9, '\n'],
  ] as const) {
    const directory = join(root, 'proc/7/task', `${tid}`)
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, 'schedstat'), text)
    writeFileSync(join(directory, 'comm'), 'work\n')
  }
  expect(schedstat(7, root).threads).toEqual([{ tid: 7, comm: 'work', runNs: 5, delayNs: 6 }])
  expect(cpuTimes(undefined, root).cpus).toEqual([])
  expect(hostLoad(root).value).toEqual({})
  rmSync(root, { recursive: true })
})

test('load and pressure as the kernel writes them', () => {
  expect(String(hostLoad().value.loadavg)).toMatch(/^\d+\.\d+ /)
})
