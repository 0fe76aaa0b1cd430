import { CapbenchError } from '../error.ts'

/** Quantile of Student's t law: `p` from 0.5 to below 1, `df` above 0 and not necessarily whole. */
export type StudentQuantile = (p: number, df: number) => number

/** By halving of the cumulative law, which is a regularized incomplete beta function. */
export function studentQuantileWith(logGamma: (x: number) => number): StudentQuantile {
  return (p, df) => {
    if (!(p >= 0.5 && p < 1 && df > 0)) {
      throw new CapbenchError('CAPBENCH_USAGE', `a t quantile needs p from 0.5 to 1 and df > 0, got ${p} and ${df}`)
    }
    const above = (t: number) => incompleteBeta(df / (df + t * t), df / 2, 0.5, logGamma) / 2
    let low = 0
    let high = 1
    while (above(high) > 1 - p) high *= 2
    for (;;) {
      const middle = (low + high) / 2
      if (middle <= low || middle >= high) return high
      if (above(middle) > 1 - p) low = middle
      else high = middle
    }
  }
}

/** I_x(a, b), by the side on which the continued fraction converges fast (Abramowitz and Stegun 26.5). */
function incompleteBeta(x: number, a: number, b: number, logGamma: (x: number) => number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a
  return 1 - (front * betaFraction(1 - x, b, a)) / b
}

/** Abramowitz and Stegun 26.5.8, by the method of Lentz (1976). */
function betaFraction(x: number, a: number, b: number): number {
  const awayFromZero = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value)
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let step = 1
    for (const term of [even, odd]) {
      d = 1 / awayFromZero(1 + term * d)
      c = awayFromZero(1 + term / c)
      step = c * d
      fraction *= step
    }
    if (Math.abs(step - 1) < 1e-15) break
  }
  return fraction
}
