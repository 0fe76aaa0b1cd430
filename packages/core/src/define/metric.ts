import type { Term } from '../authority/terms.ts'
import type { Setting, Verified, Verifier } from '../verify/verdict.ts'
import type { Mechanisms } from './mechanism.ts'
import type { PartOutcome } from './part-outcome.ts'
import type { SubsystemNeed, System } from './system.ts'

/**
 * Units of metrics. `scaled-cycles` are a cycle counter shifted right by 20 bits. Cycles never enter a ratio between
 * systems.
 */
export const units = [
  'ns',
  'cycles',
  'scaled-cycles',
  'ratio',
  'count',
  'bytes',
  'MiB/s',
  'ops/s',
  'cycles/byte',
] as const
/** The unit of a metric. */
export type Unit = (typeof units)[number]

/**
 * What a metric was timed by. `tsc-calibrated` is the time stamp counter of x86, its frequency measured by the guest
 * against a timer of the machine.
 */
export const clocks = ['CLOCK_MONOTONIC', 'user-cycle-counter', 'tsc-calibrated', 'host-monotonic', 'none'] as const
/** By which clock a metric is timed; `none` where it is not. */
export type Clock = (typeof clocks)[number]

/** One value for all systems, or one for each. */
export type PerSystem<T extends string> = T | { readonly [S in System]?: T }

interface Common<U extends PerSystem<Unit>, O, P> {
  /** One literal, or one for each kind of system. */
  readonly unit: U
  readonly clock: PerSystem<Clock>
  /** Factor between the raw counter and the unit, e.g. `2^-20`. */
  readonly scale?: PerSystem<string>
  readonly better: 'lower' | 'higher'
  /** Subsystems that this metric needs besides those of the benchmark. */
  readonly requires?: readonly SubsystemNeed[]
  /** Terms that the benchmark's profile must hold; without one the metric is `not_applicable: no_authority`. */
  readonly authority?: readonly Term[]
  /** What each system does for it. Ratios between systems are then formed of declared counterparts alone. */
  readonly mechanisms?: Mechanisms
  /**
   * What became of this part of an accepted run, by what the system itself reported. Runs of one row must agree whether
   * it is applicable. Absent: it was measured.
   */
  readonly outcome?: (run: Verified<O>, setting: Setting<P>) => PartOutcome
  /** A judgement of its own: the metric is rejected alone, the others stand. */
  readonly verify?: Verifier<O, P>
}
/** One number a run. */
export interface ScalarMetric<U extends PerSystem<Unit>, O, P> extends Common<U, O, P> {
  readonly kind?: 'scalar'
  readonly from: (run: Verified<O>, setting: Setting<P>) => number
}
/** Many independent requests a run; the sample of the run is their median. */
export interface DistributionMetric<U extends PerSystem<Unit>, O, P> extends Common<U, O, P> {
  readonly kind: 'distribution'
  readonly from: (run: Verified<O>, setting: Setting<P>) => readonly number[]
}
/** Reads verified output only: an unverified observation does not type-check. */
export type Metric<U extends PerSystem<Unit>, O, P> = ScalarMetric<U, O, P> | DistributionMetric<U, O, P>

/** The value of a per-system property for one system. */
export function onSystem<T extends string>(value: PerSystem<T> | undefined, system: System): T | undefined {
  return typeof value === 'object' ? value[system] : value
}

/** What a metric says that no vocabulary has, as a cast lets it; undefined where all is known. */
export function metricFault(metric: Pick<Common<PerSystem<Unit>, never, never>, 'unit' | 'clock' | 'better'>) {
  const unknown = (what: string, known: readonly string[], value: unknown): string | undefined => {
    const said: readonly unknown[] = typeof value === 'object' && value !== null ? Object.values(value) : [value]
    const odd = said.filter((each) => typeof each !== 'string' || !known.includes(each))
    return odd.length === 0 ? undefined : `the ${what} ${JSON.stringify(odd[0])}; it is one of ${known.join(', ')}`
  }
  return (
    unknown('unit', units, metric.unit) ??
    unknown('clock', clocks, metric.clock) ??
    unknown('direction', ['lower', 'higher'], metric.better)
  )
}

/** The literal units that a metric may have. */
export type UnitOf<U> = U extends string
  ? U
  : U extends { readonly [S in string]?: infer V }
    ? Exclude<V, undefined>
    : never
