import { expect, test } from 'vitest'
import { observeNative } from '../../src/native/observe.ts'
import { recording } from './recording.ts'

const begin = { region: 'timed', edge: 'begin' }
/** This process stands for the program: its threads can be read at any time. */
const program = { pid: process.pid, cpus: [0] }

function observed() {
  const { sink, events } = recording()
  const observer = observeNative([0], 'program', sink)
  const kinds = () => events.map(({ kind }) => kind)
  return { observer, events, kinds }
}

test('a mark that overtakes the report of the launcher is read once the program is known', () => {
  const { observer, events, kinds } = observed()
  observer.mark(begin)
  expect(kinds()).toEqual([])
  observer.started(program)
  expect(kinds()).toEqual(['affinity', 'cpu-times', 'mark', 'schedstat', 'cpu-times'])
  const reading = events.find((event) => event.kind === 'schedstat')
  expect(reading?.threads.some(({ tid }) => tid === process.pid)).toBe(true)
})

test('marks without a report are kept; a flood of them is not', () => {
  const { observer, kinds } = observed()
  for (let count = 0; count < 1000; count++) observer.mark(begin)
  observer.exited()
  expect(kinds().filter((kind) => kind === 'mark')).toHaveLength(256)
})

test('what the launcher could not read at the end is no reading', () => {
  const { observer, events } = observed()
  observer.ended([0])
  observer.started(program)
  observer.ended([])
  observer.ended([1])
  const ends = events.flatMap((event) => (event.kind === 'affinity' && event.when === 'end' ? [event.threads] : []))
  expect(ends).toEqual([[{ tid: process.pid, comm: 'program', cpus: [1] }]])
})
