import type { Campaign } from '@capbench/core'

/** Speedup of a case over the base of its curve. */
export interface CurvePoint {
  readonly target: string
  readonly caseName: string
  readonly cpus: number
  readonly speedup: number
  readonly interval: { readonly lower: number; readonly upper: number } | null
  readonly evidenceClass: string
}

/** All targets over one base: the base itself has speedup 1 by definition and is no point. */
export interface Curve {
  readonly benchmark: string
  readonly metric: string
  readonly from: string
  readonly baseCpus: number
  readonly points: readonly CurvePoint[]
}

/** The curves of a campaign, by benchmark, metric and base. */
export function curvesOf({ analysis, content }: Campaign): readonly Curve[] {
  const curves = new Map<string, Curve>()
  const cpusOf = (benchmark: string, target: string, name: string) =>
    content.config.entries
      .find((entry) => entry.benchmark === benchmark && entry.target === target)
      ?.cases.find((each) => each.name === name)?.vcpus
  for (const { benchmark, metric, target, from, to, speedup, interval, evidenceClass } of analysis.speedups) {
    const [baseCpus, cpus] = [cpusOf(benchmark, target, from), cpusOf(benchmark, target, to)]
    if (baseCpus === undefined || cpus === undefined) continue
    const key = [benchmark, metric, from].join('/')
    const curve = curves.get(key) ?? { benchmark, metric, from, baseCpus, points: [] }
    const point = { target, caseName: to, cpus, speedup, interval, evidenceClass }
    curves.set(key, { ...curve, points: [...curve.points, point] })
  }
  return [...curves.values()]
}
