import type { NonEmpty, RowFigures } from '@capbench/core'
import { median } from '../../../src/statistics/median.ts'

const hashes = {
  comparison: 'a'.repeat(64),
  workload: 'b'.repeat(64),
  envelope: 'c'.repeat(64),
  identity: 'd'.repeat(64),
}

/** A row with these samples. */
export function rowOf(samples: readonly number[], change: Partial<RowFigures> = {}): RowFigures {
  return {
    n: samples.length,
    median: median(samples),
    min: Math.min(...samples),
    max: Math.max(...samples),
    mean: median(samples),
    samples: samples as unknown as NonEmpty<number>,
    benchmark: 'toy',
    target: 'linux',
    case: 'smp1',
    metric: 'elapsed',
    unit: 'ns',
    lowerIsBetter: true,
    hashes,
    ...change,
  }
}

/** Samples that rise evenly around a centre, by a share of it from end to end. */
export function around(center: number, runs: number, share = 0): readonly number[] {
  return Array.from({ length: runs }, (_, i) => center * (1 + (runs === 1 ? 0 : (i / (runs - 1) - 0.5) * share)))
}
