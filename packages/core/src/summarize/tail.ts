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
  const quantiles = samples.map(({ requests }) => tailQuantile(requests, p))
  const values = quantiles.flatMap((quantile) => ('value' in quantile ? [quantile.value] : []))
  return values.length === samples.length ? { value: median(values) } : { absent: 'insufficient-samples' }
}
