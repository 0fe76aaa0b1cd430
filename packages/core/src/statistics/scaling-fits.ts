import { CapbenchError } from '../error.ts'

/** Speedup at a number of processors. */
export interface ScalingPoint {
  readonly processors: number
  readonly speedup: number
}

/** Amdahl's law, S(p) = 1 / (s + (1 - s) / p). */
export interface AmdahlFit {
  /** 0 to 1. */
  readonly serialFraction: number
  /** Sum of squared errors of the speedups. */
  readonly squaredError: number
}

/** Gunther's universal scalability law, S(p) = p / (1 + sigma (p - 1) + kappa p (p - 1)). */
export interface UslFit {
  /** Contention, not below 0. */
  readonly sigma: number
  /** Cost of coherence, not below 0: above it, speedup has a peak. */
  readonly kappa: number
  readonly squaredError: number
  /** Processors beyond which more make it slower; absent where kappa is 0 or sigma 1 or more. */
  readonly peak?: number
}

/** Distinct numbers of processors that a fit of two parameters wants. */
const uslPoints = 4

/** Least squares over [0, 1]. Descriptive. @throws CapbenchError CAPBENCH_USAGE for fewer than two processor counts. */
export function fitAmdahl(points: readonly ScalingPoint[]): AmdahlFit {
  demandPoints(points, 2)
  const error = (s: number) => squares(points, (p) => 1 / (s + (1 - s) / p))
  const serialFraction = minimum(error, 0, 1)
  return { serialFraction, squaredError: error(serialFraction) }
}

/** Least squares. Descriptive. @throws CapbenchError CAPBENCH_USAGE for fewer than four processor counts. */
export function fitUsl(points: readonly ScalingPoint[]): UslFit {
  demandPoints(points, uslPoints)
  const error = (sigma: number, kappa: number) =>
    squares(points, (p) => p / (1 + sigma * (p - 1) + kappa * p * (p - 1)))
  // What explains the worst point alone is more than what fits them all.
  const loss = points
    .filter(({ processors: p }) => p > 1)
    .map(({ processors: p, speedup }) => [p, p / speedup - 1] as const)
  const most = {
    sigma: Math.max(0, ...loss.map(([p, lost]) => lost / (p - 1))),
    kappa: Math.max(0, ...loss.map(([p, lost]) => lost / (p * (p - 1)))),
  }
  const bestKappa = (sigma: number) => minimum((kappa) => error(sigma, kappa), 0, most.kappa)
  const sigma = minimum((each) => error(each, bestKappa(each)), 0, most.sigma)
  const kappa = bestKappa(sigma)
  return {
    sigma,
    kappa,
    squaredError: error(sigma, kappa),
    ...(kappa > 0 && sigma < 1 && { peak: Math.sqrt((1 - sigma) / kappa) }),
  }
}

function squares(points: readonly ScalingPoint[], model: (processors: number) => number): number {
  return points.reduce(
    (sum, { processors, speedup }) => sum + (model(processors) - speedup) * (model(processors) - speedup),
    0,
  )
}

/** Golden section search; an end of the range wins where it is as good. Only + - * /: the same bits everywhere. */
function minimum(of: (x: number) => number, low: number, high: number): number {
  const golden = 0.6180339887498949
  let [a, b] = [low, high]
  for (let step = 0; step < 80; step++) {
    const left = b - golden * (b - a)
    const right = a + golden * (b - a)
    if (of(left) <= of(right)) b = right
    else a = left
  }
  const inside = (a + b) / 2
  return [low, high, inside].reduce((best, x) => (of(x) < of(best) ? x : best), low)
}

function demandPoints(points: readonly ScalingPoint[], wanted: number): void {
  const bad = points.find(({ processors, speedup }) => !(processors >= 1 && speedup > 0 && Number.isFinite(speedup)))
  const distinct = new Set(points.map(({ processors }) => processors)).size
  if (bad === undefined && distinct >= wanted) return
  const came = bad === undefined ? `${distinct}` : `a speedup of ${bad.speedup} at ${bad.processors}`
  throw new CapbenchError('CAPBENCH_USAGE', `a scaling fit wants ${wanted} numbers of processors, got ${came}`)
}
