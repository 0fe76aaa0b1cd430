import type { Setting, Verified } from '@capbench/core'
import type { HashRun } from './records/observation.ts'
import { spanOf, type TimedBy, wholeOf } from './verify/timing.ts'
import { type HashParameters, workOf } from './work/parameters.ts'

type Run = Verified<HashRun>
type Under = Setting<HashParameters>

const mebibyte = 2 ** 20
/** The user-mode counter shifted right by 20 bits. */
const scale = 2 ** 20

/** Last finish minus first start, on one clock. */
function elapsed({ workers }: Run, timedBy: TimedBy): number {
  const spans = workers.map((worker) => spanOf(worker, timedBy))
  return Math.max(...spans.map(({ end }) => end)) - Math.min(...spans.map(({ start }) => start))
}

const inUnit = (value: number, timedBy: TimedBy): number => (timedBy === 'ns' ? value : Math.floor(value / scale))

/** Nanoseconds, or scaled cycles. */
export const elapsedTime = (run: Run, timedBy: TimedBy): number => inUnit(elapsed(run, timedBy), timedBy)

/**
 * The same for as many bytes as `corpusBytes` has. In the strong form that is the elapsed time; in the weak one, where
 * N workers hash N times as much, the Nth part of it. So a speedup means the same in both.
 */
export function timePerCorpus(run: Run, { parameters, case: { vcpus } }: Under, timedBy: TimedBy): number {
  const share = workOf(parameters, vcpus).bytes / parameters.corpusBytes
  return inUnit(elapsed(run, timedBy) / share, timedBy)
}

/** From before the first worker was started to after the last was gone: what starting and ending them adds. */
export const totalTime = ({ wholes }: Run, timedBy: TimedBy): number => inUnit(wholeOf(wholes[0], timedBy), timedBy)

/** Bytes hashed by all workers over all passes. */
function hashedBytes({ parameters, case: { vcpus } }: Under): number {
  return workOf(parameters, vcpus).bytes * parameters.passes
}

/** All workers together. */
export const throughput = (run: Run, setting: Under): number =>
  hashedBytes(setting) / mebibyte / (elapsed(run, 'ns') / 1e9)

/** Ticks of the counter that one worker spends on a byte, on average over the workers. */
export function cyclesPerByte({ workers }: Run, setting: Under): number {
  const spent = workers.reduce((sum, { startCycles, endCycles }) => sum + endCycles - startCycles, 0)
  return spent / hashedBytes(setting)
}

/** Ticks of the counter that each chunk took in the last pass. */
export const chunkCycles = (run: Run): readonly number[] => run.chunkCycles.flatMap(({ cycles }) => cycles)
