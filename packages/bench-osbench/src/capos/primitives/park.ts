import { type Verifier, verdictOf } from '@capbench/core'
import type { Area } from './area.ts'
import type { Operation } from './operations.ts'
import { count, exactly, type Place, primitiveRecords, type RunOf, timed, word } from './records.ts'

const records = {
  /** Waits of one operation, summed over its rounds: threads that waited, were woken, ran out of time, still wait. */
  waits: exactly({ op: word, rounds: count, waited: count, woken: count, timedOut: count, waiting: count }),
  /** A thread that was joined, and the status that it ended with: its index plus 7. */
  join: exactly({ thread: count, status: count }),
  /** Threads that were started. */
  threads: exactly({ started: count }),
} as const
type Run = RunOf<typeof records>

const subsystem = 'park'
const none = { beside: { none: 'The part of futex.rtt that Linux cannot tell apart.' } } as const
const operations = [
  { name: 'park_failed_wait', mechanism: 'PARK on a word that has another value', subsystem, ...none },
  { name: 'park_timeout', mechanism: 'PARK until its time is over', subsystem, ...none },
  { name: 'park_wake_one', mechanism: 'UNPARK of one of several waiters', subsystem, ...none },
  { name: 'park_wake_many', mechanism: 'UNPARK of all waiters', subsystem, ...none },
  {
    name: 'park_wake_to_resume',
    mechanism: 'UNPARK until the waiter runs, there and back',
    subsystem,
    beside: { intent: 'futex.rtt', difference: 'Two threads of one process on capOS, two processes on Linux.' },
  },
] as const satisfies readonly Operation[]

type Waits = Run['own']['waits'][number]
const sketch = ({ op, rounds, waited, woken, timedOut, waiting }: Waits): string =>
  `${op}: in ${rounds} rounds ${waited} waited, ${woken} were woken, ${timedOut} ran out of time, ${waiting} still wait`

/** What the waits of each operation have to add up to. */
const oracle: { readonly [Name in (typeof operations)[number]['name']]: (waits: Waits) => boolean } = {
  park_failed_wait: ({ waited, woken, timedOut }) => waited === 0 && woken === 0 && timedOut === 0,
  park_timeout: ({ rounds, waited, woken, timedOut }) => waited === rounds && woken === 0 && timedOut === rounds,
  park_wake_one: ({ rounds, waited, woken, timedOut }) => woken === rounds && timedOut === 0 && waited > woken,
  park_wake_many: ({ rounds, waited, woken, timedOut }) => woken === waited && timedOut === 0 && waited > rounds,
  park_wake_to_resume: ({ rounds, waited, woken, timedOut }) => waited === rounds && woken === rounds && timedOut === 0,
}

/** Status that the thread of an index ends with. */
const statusOf = (thread: number): number => thread + 7

const parkConditions = [
  {
    name: 'waiter-counts',
    version: 1,
    judge: ({ own, batches }) => {
      const measured = operations.map(({ name }) => name).filter((name) => batches.some(({ op }) => op === name))
      const silent = measured.find((name) => !own.waits.some(({ op }) => op === name))
      const wrong = own.waits.find((waits) => {
        const holds = operations.map(({ name }) => name).find((name) => name === waits.op)
        const settled = waits.waited === waits.woken + waits.timedOut + waits.waiting
        return holds === undefined || waits.rounds !== timed({ batches }, holds) || !settled || !oracle[holds](waits)
      })
      const none = silent && `nobody counted the waiters of ${silent}`
      return verdictOf({ 'waiter count': none ?? (wrong && sketch(wrong)) })
    },
  },
  {
    name: 'join-status',
    version: 1,
    judge: ({ own }) => {
      const started = own.threads.reduce((sum, each) => sum + each.started, 0)
      const joined = own.join.map(({ thread }) => thread)
      const every = joined.length === started && new Set(joined).size === started
      const wrong = own.join.find(({ thread, status }) => status !== statusOf(thread))
      return verdictOf({
        'every thread joined': every && started > 0 ? undefined : `${started} were started, ${joined.join()} joined`,
        'join status': wrong && `thread ${wrong.thread} ended with ${wrong.status}, not ${statusOf(wrong.thread)}`,
      })
    },
  },
] as const satisfies readonly Verifier<Run>[]

export const parkArea = (place: Place): Area<Run> => ({
  name: 'capos-park',
  row: { area: 'Park/threading', condition: 'waiter count and join status match oracle' },
  operations,
  conditions: parkConditions,
  terms: ['thread.spawn', 'ipc.futex'],
  timedRegion: 'batches of rounds, the setting up of waiters outside',
  parser: primitiveRecords(records, place),
})
