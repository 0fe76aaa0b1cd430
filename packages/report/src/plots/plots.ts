import type { Campaign } from '@capbench/core'
import { visible } from '../escape/visible.ts'
import { attemptsOf } from './attempts.ts'
import { curveSpec, liveCurveSpec } from './curve-plot.ts'
import { type Curve, curvesOf } from './curves.ts'
import { liveRunsSpec, type Runs, runsSpec, sheetsOf } from './runs-plot.ts'
import { renderSvg, vegaOf } from './svg.ts'
import type { Spec } from './theme.ts'

/** A plot of a campaign, drawn for any width. */
export type Plot = {
  /** A name as files have it, e.g. `speedup-smp-primes-elapsed-smp1`. */
  readonly name: string
  readonly title: string
  /** @param width of the whole in CSS pixels; Vega is loaded here, not before */
  readonly svg: (width: number) => Promise<string>
  /** The same as drawings of which each fits on a sheet of paper. */
  readonly sheets: (width: number) => Promise<readonly string[]>
  /** As a Vega specification with what a reader may change as its signals; drawn as wide as is asked of its view. */
  readonly live: () => Promise<Spec>
} & ({ readonly kind: 'speedup'; readonly curve: Curve } | { readonly kind: 'runs'; readonly runs: Runs })

/** Speedup curves first, then the runs of every benchmark on every target that has a value. Pure until drawn. */
export function plotsOf(campaign: Campaign): readonly Plot[] {
  const speedups = curvesOf(campaign).map(
    (curve): Plot => ({
      kind: 'speedup',
      name: `speedup-${curve.benchmark}-${curve.metric}-${curve.from}`,
      title: `${curve.benchmark}: speedup of ${curve.metric} over ${curve.from}`,
      curve,
      svg: drawn((width) => curveSpec(curve, width)),
      sheets: async (width) => [await drawn(() => curveSpec(curve, width))(width)],
      live: async () => vegaOf(plain(liveCurveSpec(curve, 700))),
    }),
  )
  const groups = Map.groupBy(attemptsOf(campaign), ({ run: { record } }) => `${record.benchmark} on ${record.target}`)
  const runs = [...groups].flatMap(([title, attempts]): readonly Plot[] => {
    const found = attempts.flatMap(({ values }) => values.filter(({ value }) => value !== undefined))
    const metrics = [...new Set(found.map(({ metric }) => metric))]
    const [first, ...more] = metrics
    const row = found[0]?.row
    if (row === undefined || first === undefined) return []
    const runs = { attempts, metrics }
    return [
      {
        kind: 'runs',
        name: `runs-${row.benchmark}-${row.target}`,
        title: `${title}: every run, ${more.length === 0 ? first : `${metrics.length} metrics`}`,
        runs,
        svg: drawn((width) => runsSpec(runs, width)),
        sheets: (width) =>
          Promise.all(sheetsOf(runs).map((metrics) => drawn((of) => runsSpec(runs, of, metrics))(width))),
        live: async () => vegaOf(plain(liveRunsSpec(runs, 700))),
      },
    ]
  })
  return [...speedups, ...runs.sort((a, b) => (a.name < b.name ? -1 : 1))]
}

const drawn = (spec: (width: number) => Spec) => (width: number) => renderSvg(plain(spec(width)))

/** No hidden character gets into a drawing; its renderer escapes what could be markup. */
const plain = (spec: Spec): Spec => plainly(spec) as Spec

function plainly(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(plainly)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainly(each)]))
}
