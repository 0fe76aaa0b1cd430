import { spawn } from 'node:child_process'
import type { HostEvent, TranscriptSink } from '@capbench/core'
import { expect, onTestFinished, test } from 'vitest'
import { readEmulator } from '../../../src/harness/emulators/readings.ts'

/** What is told of a process that is read so many times. Any process has threads. */
function toldAfter(looks: number): readonly HostEvent[] {
  const child = spawn('sleep', ['60'])
  onTestFinished(() => void child.kill())
  const events: HostEvent[] = []
  const sink: TranscriptSink = { started: () => {}, write: () => {}, artifact: () => {}, event: (e) => events.push(e) }
  const readings = readEmulator(child.pid ?? 0, [0], sink)
  for (let look = 0; look < looks; look++) readings.read()
  readings.finish()
  return events
}
const ends = (events: readonly HostEvent[]) =>
  events.flatMap((event) => (event.kind === 'affinity' ? [event.when] : [event.kind]))

test('an emulator that was read once has a start and no end', () => {
  expect(ends(toldAfter(0))).toEqual([])
  expect(ends(toldAfter(1))).toEqual(['start', 'schedstat'])
})

test('one that was read again ends with the later reading', () => {
  const events = toldAfter(2)
  expect(ends(events)).toEqual(['start', 'schedstat', 'end', 'schedstat'])
  expect(events[2]?.atNs).toBeGreaterThan(events[0]?.atNs ?? 0)
})
