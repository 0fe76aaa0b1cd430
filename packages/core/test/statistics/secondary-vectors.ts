import { expect, it } from 'vitest'
import { driftOf } from '../../src/statistics/drift.ts'
import type { Statistics } from '../../src/statistics/load.ts'
import { permutationTest } from '../../src/statistics/permutation.ts'
import { rankSum } from '../../src/statistics/rank-sum.ts'
import { fitAmdahl, fitUsl, type ScalingPoint } from '../../src/statistics/scaling-fits.ts'
import { pairedShiftRatio, shiftRatio } from '../../src/statistics/shift.ts'
import { steadyFrom } from '../../src/statistics/steady-state.ts'
import { variationLimit } from '../../src/statistics/variation-limit.ts'
import { idsUnder, vector } from './vectors.ts'

type Numbers = readonly number[]
type Rows = { readonly x: Numbers; readonly y: Numbers }
type Interval = { readonly ratio: number; readonly ci: readonly [number, number]; readonly p: number }

/** Vectors of second opinions, trends, plans and fits. */
export function secondaryVectors(statistics: Statistics): void {
  it.each(idsUnder('mann-whitney/').filter((id) => !/ties|min-p/.test(id)))('%s', (id) => {
    type Expected = Record<'U' | 'pTwoSided' | 'pGreater' | 'pLess' | 'a12' | 'cliffDelta', number>
    const { inputs, expected, close } = vector<Rows, Expected>(id)
    const { u, a12, cliffDelta, p } = rankSum(inputs.x, inputs.y)
    expect(u).toBe(expected.U)
    close(p.twoSided, expected.pTwoSided)
    close(p.greater, expected.pGreater)
    close(p.less, expected.pLess)
    close(a12, expected.a12)
    close(cliffDelta, expected.cliffDelta)
  })

  it('mann-whitney/ties: the exact p, not the asymptotic one', () => {
    const { inputs, expected, close } = vector<Rows, { U: number; pExactPermutation: number }>('mann-whitney/ties')
    const got = rankSum(inputs.x, inputs.y)
    expect(got.u).toBe(expected.U)
    close(got.p.twoSided, expected.pExactPermutation)
  })

  it('mann-whitney/min-p', () => {
    const { expected, close } = vector<object, readonly { n: number; minP: number }[]>('mann-whitney/min-p')
    for (const { n, minP } of expected) {
      const low = Array.from({ length: n }, (_, i) => i)
      const high = low.map((value) => value + n)
      close(rankSum(low, high).p.twoSided, minP)
    }
  })

  it.each(idsUnder('permutation/'))('%s', (id) => {
    type Expected = { statistic: number; pTwoSided: number; nSplits: number }
    const { inputs, expected, close } = vector<Rows, Expected>(id)
    const got = permutationTest(inputs.x, inputs.y)
    close(Math.log(got.ratio), expected.statistic)
    close(got.twoSided, expected.pTwoSided)
    expect(got.splits).toBe(expected.nSplits)
  })

  it.each([...idsUnder('hl-ratio/'), ...idsUnder('paired/signed-rank/')])('%s', (id) => {
    const { inputs, expected, close } = vector<Rows & { conf: number; paired: boolean }, Interval>(id)
    const got = (inputs.paired ? pairedShiftRatio : shiftRatio)(inputs.x, inputs.y, inputs.conf)
    close(got.ratio, expected.ratio)
    close(got.lower, expected.ci[0])
    close(got.upper, expected.ci[1])
    close(got.p, expected.p)
  })

  it('welch-log-ratio/A10-B10', () => {
    type Expected = { ratio: number; ci: readonly [number, number]; df: number }
    const { inputs, expected, close } = vector<Rows & { conf: number }, Expected>('welch-log-ratio/A10-B10')
    const got = statistics.welchRatio(inputs.x, inputs.y, inputs.conf)
    close(got.ratio, expected.ratio)
    close(got.lower, expected.ci[0])
    close(got.upper, expected.ci[1])
    close(got.df, expected.df)
  })

  it('sample-size/hoefler-belli', () => {
    type Inputs = { x: Numbers; conf: number; relErr: number }
    const { inputs, expected } = vector<Inputs, { n: number }>('sample-size/hoefler-belli')
    expect(statistics.neededRuns(inputs.x, inputs.conf, inputs.relErr)).toBe(expected.n)
  })

  it.each(idsUnder('drift/'))('%s', (id) => {
    type Expected = Record<'tau' | 'p' | 'slope' | 'driftFraction' | 'lag1', number>
    const { inputs, expected, close } = vector<{ x: Numbers }, Expected>(id)
    const got = driftOf(inputs.x)
    close(got.tau, expected.tau)
    close(got.p, expected.p)
    close(got.slope, expected.slope)
    close(got.total, expected.driftFraction)
    close(got.lag1, expected.lag1)
  })

  it('steady-state/georges', () => {
    type Expected = readonly { thr: number; start: number | null }[]
    const { inputs, expected } = vector<{ x: Numbers; k: number }, Expected>('steady-state/georges')
    for (const { thr, start } of expected) expect([thr, steadyFrom(inputs.x, inputs.k, thr)]).toEqual([thr, start])
  })

  it('two-level/kalibera-jones', () => {
    type Expected = Record<'S1sq' | 'S2sq' | 'T2sq' | 'r1' | 'mean' | 'ci95HalfWidth', number>
    type Inputs = { x: readonly Numbers[]; c1: number; c2: number }
    const { inputs, expected, close } = vector<Inputs, Expected>('two-level/kalibera-jones')
    const got = statistics.twoLevel(inputs.x, { boot: inputs.c2, iteration: inputs.c1 }, 0.95)
    close(got.within, expected.S1sq)
    close(got.ofMeans, expected.S2sq)
    close(got.between, expected.T2sq)
    expect(got.iterations).toBe(expected.r1)
    close(got.mean, expected.mean)
    close(got.halfWidth, expected.ci95HalfWidth)
  })

  it('bca/mean/enumerated', () => {
    type Expected = Record<'z0' | 'acceleration' | 'alpha1' | 'alpha2', number> & { readonly ci95: Numbers }
    const { inputs, expected, close } = vector<{ x: Numbers; conf: number }, Expected>('bca/mean/enumerated')
    const { lower, upper, bias, acceleration, shares } = statistics.bcaOfMean(inputs.x, inputs.conf)
    close(bias, expected.z0)
    close(acceleration, expected.acceleration)
    close(shares[0], expected.alpha1)
    close(shares[1], expected.alpha2)
    expect([lower, upper]).toEqual(expected.ci95)
  })

  it('crosscheck/bca-r-boot-differs: ours is that of scipy, and not that of R', () => {
    const { inputs, expected } = vector<{ x: Numbers }, { r: Numbers; scipy: Numbers }>('crosscheck/bca-r-boot-differs')
    const { lower, upper } = statistics.bcaOfMean(inputs.x, 0.95)
    expect([lower, upper]).toEqual(expected.scipy)
    expect([lower, upper]).not.toEqual(expected.r)
  })

  it('scaling/amdahl-fit', () => {
    const { inputs, expected, close } = vector<Curve, { serialFraction: number; sse: number }>('scaling/amdahl-fit')
    const got = fitAmdahl(pointsOf(inputs))
    close(got.serialFraction, expected.serialFraction)
    close(got.squaredError, expected.sse)
  })

  it('scaling/usl-fit', () => {
    type Expected = { kappa: number; sse: number; pPeak: number }
    const { inputs, expected, close } = vector<Curve, Expected>('scaling/usl-fit')
    const got = fitUsl(pointsOf(inputs))
    // The file has the rounding error of a solver here, 2e-21; the constraint itself is zero.
    expect(got.sigma).toBe(0)
    close(got.kappa, expected.kappa)
    close(got.squaredError, expected.sse)
    close(got.peak, expected.pPeak)
  })

  it('variance-policy/cv-max', () => {
    type Row = { n: number; margin: number; cvMax: number }
    const { expected, close } = vector<object, readonly Row[]>('variance-policy/cv-max')
    for (const { n, margin, cvMax } of expected) close(variationLimit(margin, n), cvMax)
  })
}

type Curve = { readonly p: Numbers; readonly S: Numbers }
const pointsOf = ({ p, S }: Curve): readonly ScalingPoint[] =>
  p.map((processors, i) => ({ processors, speedup: S[i] ?? Number.NaN }))
