import { CapbenchError } from '../error.ts'
import type { Summary } from '../summarize/summary.ts'
import type { JsonObject } from './json.ts'

/** What a gate says, and on which basis. */
export interface GateVerdict {
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  /** `point`: the rule of the spec, on the medians alone. */
  readonly basis: 'point'
  /** The figure that was compared, e.g. a speedup; null where it cannot be formed. */
  readonly point: number | null
  readonly threshold: number
  /** Smallest number of runs among the cases. */
  readonly runs: number
  readonly detail: string
}

/**
 * A declared acceptance rule over the results of one benchmark on one target. A third party's gate is an object of the
 * same shape. `judge` is pure and gets the summaries of `cases`, in that order, all of them passed.
 */
export interface Gate<out C extends string = string, out M extends string = string> {
  readonly name: string
  readonly kind: string
  readonly cases: readonly C[]
  /** `headline` is the first metric of the definition. */
  readonly metric: M | 'headline'
  /** For `config.json`. */
  readonly rule: JsonObject
  readonly judge: (summaries: readonly Summary[]) => GateVerdict
}

/** Default number of runs that the spec demands of a primitive result. */
const minimumRuns = 5

/**
 * Median of `from` over median of `to` at least `atLeast`, over at least `runs` runs of each (spec: "at least 1.6x
 * median speedup ... over repeated runs"). Fewer runs are inconclusive, never a pass.
 */
export function speedup<const C extends string, const M extends string = never>(spec: {
  readonly from: C
  readonly to: C
  readonly atLeast: number
  readonly metric?: M
  readonly runs?: number
}): Gate<C, NoInfer<M>> {
  if (!(Number.isFinite(spec.atLeast) && spec.atLeast > 0)) {
    throw new CapbenchError('CAPBENCH_DEFINITION', `a speedup gate needs atLeast > 0, got ${spec.atLeast}`)
  }
  const wanted = spec.runs ?? minimumRuns
  return {
    name: `speedup-${spec.from}-${spec.to}`,
    kind: 'speedup',
    cases: [spec.from, spec.to],
    metric: spec.metric ?? 'headline',
    rule: { from: spec.from, to: spec.to, atLeast: spec.atLeast, runs: wanted, basis: 'point' },
    judge: ([from, to]) => {
      if (from === undefined || to === undefined) throw new CapbenchError('CAPBENCH_BUG', 'a speedup needs two rows')
      const runs = Math.min(from.n, to.n)
      const point = from.median / to.median
      const verdict = runs < wanted ? 'inconclusive' : point >= spec.atLeast ? 'pass' : 'fail'
      const few = runs < wanted ? `; ${runs} runs are fewer than the ${wanted} it wants` : ''
      const came = `median speedup ${spec.from} to ${spec.to} is ${point.toFixed(3)}x`
      const detail = `${came}, wanted at least ${spec.atLeast}x${few}`
      return { verdict, basis: 'point', point, threshold: spec.atLeast, runs, detail }
    },
  }
}
