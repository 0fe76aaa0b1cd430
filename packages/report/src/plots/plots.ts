import type { Campaign } from '@capbench/core'
import { visible } from '../escape/visible.ts'
import { type Attempt, attemptsOf } from './attempts.ts'
import { curveSpec } from './curve-plot.ts'
import { type Curve, curvesOf } from './curves.ts'
import { runsSpec } from './runs-plot.ts'
import { renderSvg } from './svg.ts'
import type { Spec } from './theme.ts'

/** A plot of a campaign, drawn for any width. */
export type Plot = {
  /** A name as files have it, e.g. `speedup-smp-primes-elapsed-smp1`. */
  readonly name: string
  readonly title: string
  /** @param width of the whole in CSS pixels; Vega is loaded here, not before */
  readonly svg: (width: number) => Promise<string>
} & (
  | { readonly kind: 'speedup'; readonly curve: Curve }
  | { readonly kind: 'runs'; readonly attempts: readonly Attempt[] }
)

/** Speedup curves first, then the runs of every benchmark on every target that has a value. Pure until drawn. */
export function plotsOf(campaign: Campaign): readonly Plot[] {
  const speedups = curvesOf(campaign).map(
    (curve): Plot => ({
      kind: 'speedup',
      name: `speedup-${curve.benchmark}-${curve.metric}-${curve.from}`,
      title: `${curve.benchmark}: speedup of ${curve.metric} over ${curve.from}`,
      curve,
      svg: drawn((width) => curveSpec(curve, width)),
    }),
  )
  const groups = Map.groupBy(attemptsOf(campaign), ({ run: { record } }) => `${record.benchmark} on ${record.target}`)
  const runs = [...groups].flatMap(([title, attempts]): readonly Plot[] => {
    const row = attempts.find((each) => each.value !== undefined)?.row
    if (row === undefined) return []
    return [
      {
        kind: 'runs',
        name: `runs-${row.benchmark}-${row.target}`,
        title: `${title}: every run, ${row.metric}`,
        attempts,
        svg: drawn((width) => runsSpec(attempts, width)),
      },
    ]
  })
  return [...speedups, ...runs.sort((a, b) => (a.name < b.name ? -1 : 1))]
}

const drawn = (spec: (width: number) => Spec) => (width: number) => renderSvg(plain(spec(width)) as Spec)

/** No hidden character gets into a drawing; its renderer escapes what could be markup. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}
