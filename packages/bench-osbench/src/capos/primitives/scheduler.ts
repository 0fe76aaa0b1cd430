import { type Verifier, verdictOf } from '@capbench/core'
import type { Area } from './area.ts'
import type { Operation } from './operations.ts'
import { count, exactly, type Place, primitiveRecords, type RunOf } from './records.ts'

const records = {
  /** Threads of the run: started, and seen to end by themselves. */
  threads: exactly({ started: count, ended: count }),
  /** One thread: how often it was switched to, and the longest that it was runnable and did not run, in ticks. */
  progress: exactly({ thread: count, switches: count, longestWaitTicks: count }),
} as const
type Run = RunOf<typeof records>

/** Ticks that a runnable thread may wait: as many as ten threads with a tick each need to have one turn. */
const mostWaitTicks = 10

const operations = [
  {
    name: 'context_switch',
    mechanism: 'two threads that park and unpark each other on one CPU; half a round',
    subsystem: 'park',
    beside: { none: 'ctx.ring of Linux has the pipe in it.' },
  },
  {
    name: 'timer_wake',
    mechanism: 'Timer.sleep: from its time to the first instruction of the thread',
    subsystem: 'timer',
    beside: { intent: 'timer.sleep', difference: 'The sleep is an operation of a ring; Linux adds its timer slack.' },
  },
  {
    name: 'handoff_switch',
    mechanism: 'CALL whose CPU is handed to the receiver, without the way back',
    subsystem: 'direct_handoff',
    beside: { none: 'Linux hands no CPU over with a message.' },
  },
] as const satisfies readonly Operation[]

const schedulerConditions = [
  {
    name: 'no-thread-lost',
    version: 1,
    judge: ({ own }) => {
      const started = own.threads.reduce((sum, each) => sum + each.started, 0)
      const ended = own.threads.reduce((sum, each) => sum + each.ended, 0)
      const whole = started > 0 && started === ended && own.progress.length === started
      const said = `${started} were started, ${ended} ended, ${own.progress.length} reported`
      return verdictOf({ 'no runnable thread lost': whole ? undefined : said })
    },
  },
  {
    name: 'no-starvation',
    version: 1,
    judge: ({ own }) => {
      const still = own.progress.find(({ switches }) => switches === 0)
      const starved = own.progress.find(({ longestWaitTicks }) => longestWaitTicks > mostWaitTicks)
      const waited =
        starved &&
        `thread ${starved.thread} waited ${starved.longestWaitTicks} ticks, at most ${mostWaitTicks} are allowed`
      return verdictOf({ 'no starvation': still ? `thread ${still.thread} never ran` : waited })
    },
  },
] as const satisfies readonly Verifier<Run>[]

export const schedulerArea = (place: Place): Area<Run> => ({
  name: 'capos-scheduler',
  row: { area: 'Scheduler', condition: 'no runnable-thread loss or unexpected starvation' },
  operations,
  conditions: schedulerConditions,
  terms: ['thread.spawn', 'ipc.futex', 'timer', 'process.spawn'],
  timedRegion: 'batches of switches or wakes, threads already started',
  parser: primitiveRecords(records, place),
})
