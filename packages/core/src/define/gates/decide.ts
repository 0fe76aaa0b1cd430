import { CapbenchError } from '../../error.ts'
import { maxBootstrapSamples, ratioOfMedians } from '../../statistics/bootstrap.ts'
import type { Summary } from '../../summarize/summary.ts'
import type { GateInterval } from '../gate.ts'

/** What every gate of ours may be told. */
export interface GateOptions {
  /** `point`, the rule of the spec, over 5 runs; `interval`, for CI, over 10. */
  readonly basis?: 'point' | 'interval'
  /** Fewest runs of each row; fewer are inconclusive, never a pass. */
  readonly runs?: number
  /** Smallest difference that the gate must be able to see, a fraction. Rows that vary too much are for review. */
  readonly margin?: number
}

/** Runs that the spec demands of a primitive result, and that a gate of CI wants. */
const fewestRuns = { point: 5, interval: 10 } as const

/** Each bound of such an interval is a one-sided bound of 0.95. */
const gateLevel = 0.9

/** Of a primitive; a user story wants 0.1. */
export const defaultMargin = 0.05

/** @throws CAPBENCH_DEFINITION for an option that is out of its range */
export function settled(gate: string, basis: 'point' | 'interval', options: GateOptions) {
  const chosen = options.basis ?? basis
  const runs = options.runs ?? fewestRuns[chosen]
  const margin = options.margin ?? defaultMargin
  demandAbove(gate, 'margin', margin, 0)
  if (!(Number.isInteger(runs) && runs >= 1 && runs <= maxBootstrapSamples)) {
    throw new CapbenchError('CAPBENCH_DEFINITION', `${gate} needs 1 to ${maxBootstrapSamples} runs, got ${runs}`)
  }
  return { basis: chosen, runs, margin }
}

/** @throws CAPBENCH_DEFINITION */
export function demandAbove(gate: string, what: string, value: number, least: number): void {
  if (Number.isFinite(value) && value > least) return
  throw new CapbenchError('CAPBENCH_DEFINITION', `${gate} needs ${what} > ${least}, got ${value}`)
}

/** Interval of median(a) / median(b); undefined where a sample is not above zero, or where there are too many. */
export function intervalOf(a: Samples, b: Samples): GateInterval | undefined {
  if ([a, b].some((row) => row.length > maxBootstrapSamples || !row.every((value) => value > 0))) return undefined
  const { lower, upper, level, achieved } = ratioOfMedians(a, b, gateLevel)
  return { lower, upper, level, achieved }
}
type Samples = readonly number[]

export const fewest = (rows: readonly Summary[]): number => Math.min(...rows.map(({ n }) => n))

export const fewWords = (runs: number, wanted: number): string =>
  runs < wanted ? `; ${runs} runs are fewer than the ${wanted} it wants` : ''

/** `90% interval 1.610 to 1.650` */
export function intervalWords(interval: GateInterval | undefined): string {
  if (interval === undefined) return 'no interval: samples that are not above zero, or too many'
  return `${interval.level * 100}% interval ${interval.lower.toPrecision(4)} to ${interval.upper.toPrecision(4)}`
}
