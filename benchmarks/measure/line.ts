/** Milliseconds and microseconds are wall time unless the name of a line says CPU. `x` is a factor. */
export type Unit = 'ms' | 'us' | 'ns' | 'x' | '%' | 'MiB'

/** One measured quantity. Times are lower-is-better, and their minimum is the figure that noise moves least. */
export interface Line {
  readonly name: string
  readonly unit: Unit
  /** Samples. */
  readonly n: number
  readonly min: number
  readonly median: number
  /** What the median means as a rate: `9,100,000 records/s`. */
  readonly rate?: string
  /** In the order in which they were taken; absent where there are too many to keep. */
  readonly samples?: readonly number[]
}

/** A demand on this code, and what was measured. Never decides an exit code: a noisy machine is not a bug. */
export interface Bound {
  readonly name: string
  readonly unit: Unit
  readonly atMost: number
  readonly min: number
  readonly median: number
}

/** A line that could not be measured here. */
export interface Skipped {
  readonly name: string
  readonly why: string
}

export interface Group {
  readonly name: string
  readonly lines: readonly Line[]
  readonly bounds: readonly Bound[]
  readonly skipped: readonly Skipped[]
}

function minimum(samples: readonly number[]): number {
  if (samples.length === 0) throw new Error('no sample was taken')
  return Math.min(...samples)
}

function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (upper === undefined || lower === undefined) throw new Error('no sample was taken')
  return (lower + upper) / 2
}

export function lineOf(name: string, samples: readonly number[], unit: Unit = 'ms'): Line {
  return { name, unit, n: samples.length, min: minimum(samples), median: median(samples), samples }
}

/** How much dearer `ours` is than `theirs`: minimum against minimum, median against median. */
export function difference(name: string, ours: Line, theirs: Line, atMost: number): Bound {
  return { name, unit: ours.unit, atMost, min: ours.min - theirs.min, median: ours.median - theirs.median }
}

export function ratio(name: string, ours: Line, theirs: Line, atMost: number): Bound {
  return { name, unit: 'x', atMost, min: ours.min / theirs.min, median: ours.median / theirs.median }
}
