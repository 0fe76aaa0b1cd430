import type { NonEmpty } from '../define/reasons.ts'
import { median } from '../statistics/median.ts'
import { tailQuantile } from '../statistics/tail.ts'
import type { Sample } from './row.ts'

/** A high percentile of a row, or why there is none. */
export type RowTail = { readonly value: number } | { readonly absent: 'one-number-a-run' | 'insufficient-samples' }

/**
 * A high percentile of independent requests: that of each run, and of these the median. Requests of different boots are
 * never pooled, and runs are no requests, so a scalar metric has none. Given only where every run has enough requests.
 */
export function tailOfRow(samples: NonEmpty<Sample>, kind: 'scalar' | 'distribution', p: number): RowTail {
  if (kind === 'scalar') return { absent: 'one-number-a-run' }
  const values = tailsOfRuns(samples, p)
  return values.length === samples.length ? { value: median(values) } : { absent: 'insufficient-samples' }
}

/** The percentile of each run that has enough requests for it. */
export function tailsOfRuns(samples: readonly Pick<Sample, 'requests'>[], p: number): readonly number[] {
  return samples.flatMap(({ requests }) => {
    const quantile = tailQuantile(requests, p)
    return 'value' in quantile ? [quantile.value] : []
  })
}
