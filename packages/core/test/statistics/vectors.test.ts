import { afterAll, describe, expect, it } from 'vitest'
import { preAuthEncoding } from '../../src/evidence/signature/pae.ts'
import { medianLaw, ratioOfMedians } from '../../src/statistics/bootstrap.ts'
import { decideRegression, decideThreshold } from '../../src/statistics/decision.ts'
import { loadStatistics } from '../../src/statistics/load.ts'
import { median } from '../../src/statistics/median.ts'
import {
  neededSamples,
  pairedRatioInterval,
  quantileInterval,
  quantileRankInterval,
  quantileRanks,
} from '../../src/statistics/order-statistics.ts'
import { modifiedZScores } from '../../src/statistics/outliers.ts'
import { efficiency, karpFlatt, speedup } from '../../src/statistics/scaling.ts'
import { readCpuTimes, stealFraction } from '../../src/statistics/steal.ts'
import { tailQuantile } from '../../src/statistics/tail.ts'
import { secondaryVectors } from './secondary-vectors.ts'
import { idsUnder, used, vector, vectorIds } from './vectors.ts'

type Numbers = readonly number[]

const statistics = await loadStatistics()

describe('published vectors', () => {
  it.each(idsUnder('dsse/'))('%s', (id) => {
    const { inputs, expected } = vector<{ payloadType: string; body: string }, string>(id)
    expect(Buffer.from(preAuthEncoding(inputs.payloadType, Buffer.from(inputs.body))).toString()).toBe(expected)
  })

  it.each(idsUnder('describe/'))('%s', (id) => {
    const { inputs, expected, close } = vector<{ x: Numbers }, Record<string, number>>(id)
    const got = statistics.describe(inputs.x)
    const { mad, standardDeviation: sdSample, ...rest } = got
    const named: Record<string, number | undefined> = { ...rest, sdSample, madRaw: mad }
    for (const key of ['n', 'min', 'max', 'mean', 'median', 'sdSample', 'cv', 'madRaw', 'robustCv']) {
      close(named[key], expected[key] ?? Number.NaN)
    }
  })

  it.each(['quantile-ci/median-ranks', 'quantile-ci/tail-ranks'])('%s', (id) => {
    type Row = {
      n: number
      p: number
      conf: number
      lowerRank: number | null
      upperRank: number | null
      achieved: number | null
    }
    const { expected, close } = vector<object, readonly Row[]>(id)
    expect(expected.length).toBeGreaterThan(10)
    for (const { n, p, conf, lowerRank, upperRank, achieved } of expected) {
      const wanted = { n, p, conf, lower: lowerRank, upper: upperRank }
      expect({ n, p, conf, ...quantileRanks(n, p, conf) }).toEqual(wanted)
      const interval = quantileRankInterval(n, p, conf)
      if ('absent' in interval) expect(achieved).toBeNull()
      else close(interval.achieved, achieved ?? Number.NaN)
    }
  })

  it('quantile-ci/min-n', () => {
    const { expected } = vector<object, readonly { p: number; conf: number; twoSided: number }[]>('quantile-ci/min-n')
    for (const { p, conf, twoSided } of expected) expect([p, conf, neededSamples(p, conf)]).toEqual([p, conf, twoSided])
  })

  it.each(idsUnder('quantile-ci/median/'))('%s', (id) => {
    type Expected = { lower: number | null; upper: number | null; achieved: number | null }
    const { inputs, expected, close } = vector<{ x: Numbers; p: number; conf: number }, Expected>(id)
    const got = quantileInterval(inputs.x, inputs.p, inputs.conf)
    if ('absent' in got) return expect([expected.lower, expected.upper]).toEqual([null, null])
    expect([got.lower, got.upper]).toEqual([expected.lower, expected.upper])
    close(got.achieved, expected.achieved ?? Number.NaN)
  })

  it('quantile-ci/p95/LAT300', () => {
    type Expected = { lower: number; upper: number; achieved: number; estimateType8: number }
    const { inputs, expected, close } = vector<{ x: Numbers; p: number }, Expected>('quantile-ci/p95/LAT300')
    const got = tailQuantile(inputs.x, inputs.p)
    if ('absent' in got) throw new Error('p95 of 300 samples is absent')
    close(got.value, expected.estimateType8)
    close(got.lower, expected.lower)
    close(got.upper, expected.upper)
    close(got.achieved, expected.achieved)
  })

  it.each(idsUnder('exact-bootstrap/median/'))('%s', (id) => {
    type Expected = { atoms: readonly (readonly [number, number])[] | null; sd: number; ci95: Numbers; ci90: Numbers }
    const { inputs, expected, close } = vector<{ x: Numbers }, Expected>(id)
    const law = medianLaw(inputs.x)
    for (const [i, [value, probability]] of (expected.atoms ?? []).entries()) {
      close(law[i]?.value, value)
      close(law[i]?.probability, probability)
    }
    const mean = law.reduce((sum, { value, probability }) => sum + value * probability, 0)
    const variance = law.reduce((sum, { value, probability }) => sum + (value - mean) ** 2 * probability, 0)
    close(Math.sqrt(variance), expected.sd)
    for (const [level, ci] of [
      [0.95, expected.ci95],
      [0.9, expected.ci90],
    ] as const) {
      const { lower, upper } = ratioOfMedians(inputs.x, [1], level)
      for (const [got, wanted] of [
        [lower, ci[0]],
        [upper, ci[1]],
      ])
        close(got, wanted ?? Number.NaN)
    }
  })

  it.each(idsUnder('exact-bootstrap/ratio-of-medians/'))('%s', (id) => {
    type Expected = { estimate: number; ci95: Numbers; ci90: Numbers; lower95OneSided: number; nAtoms: number }
    const { inputs, expected, close } = vector<{ x: Numbers; y: Numbers }, Expected>(id)
    for (const [level, ci] of [
      [0.95, expected.ci95],
      [0.9, expected.ci90],
    ] as const) {
      const got = ratioOfMedians(inputs.x, inputs.y, level)
      close(got.estimate, expected.estimate)
      close(got.lower, ci[0] ?? Number.NaN)
      close(got.upper, ci[1] ?? Number.NaN)
    }
    close(ratioOfMedians(inputs.x, inputs.y, 0.9).lower, expected.lower95OneSided)
    const y = medianLaw(inputs.y)
    const ratios = new Set(medianLaw(inputs.x).flatMap((a) => y.map((b) => a.value / b.value)))
    expect(ratios.size).toBe(expected.nAtoms)
  })

  it('crosscheck/mc-bootstrap', () => {
    type Named = Readonly<Record<string, Numbers>>
    const { inputs, expected, close } = vector<Named, Named>('crosscheck/mc-bootstrap')
    for (const [label, [low95, low90, high90, high95]] of Object.entries(expected)) {
      const [x = '', y] = label
        .replace(/median\((.*)\)/, '$1')
        .replace(/ \(.*/, '')
        .split('/')
      const row = inputs[x] ?? []
      const other = y === undefined ? [1] : (inputs[y] ?? [])
      const [wide, narrow] = [ratioOfMedians(row, other, 0.95), ratioOfMedians(row, other, 0.9)]
      close(wide.lower, low95 ?? Number.NaN)
      close(narrow.lower, low90 ?? Number.NaN)
      close(narrow.upper, high90 ?? Number.NaN)
      close(wide.upper, high95 ?? Number.NaN)
    }
  })

  it('gate/speedup', () => {
    type Row = { x: Numbers; y: Numbers; threshold: number }
    type Decided = { lo: number; hi: number; decision: string }
    const { inputs, expected, close } = vector<readonly Row[], readonly Decided[]>('gate/speedup')
    for (const [i, { x, y, threshold }] of inputs.entries()) {
      const interval = ratioOfMedians(x, y, 0.9)
      close(interval.lower, expected[i]?.lo ?? Number.NaN)
      close(interval.upper, expected[i]?.hi ?? Number.NaN)
      expect(decideThreshold(interval, threshold)).toBe(expected[i]?.decision)
    }
  })

  it('gate/regression', () => {
    type Row = { new: Numbers; base: Numbers; margin: number }
    type Decided = { ratio: number; lo: number; hi: number; decision: string }
    const { inputs, expected, close } = vector<readonly Row[], readonly Decided[]>('gate/regression')
    for (const [i, row] of inputs.entries()) {
      const interval = ratioOfMedians(row.new, row.base, 0.9)
      close(interval.estimate, expected[i]?.ratio ?? Number.NaN)
      close(interval.lower, expected[i]?.lo ?? Number.NaN)
      close(interval.upper, expected[i]?.hi ?? Number.NaN)
      expect(decideRegression(interval, row.margin)).toBe(expected[i]?.decision)
    }
  })

  it('paired/median-of-ratios, but for its Hodges-Lehmann check', () => {
    type Expected = { ratios: Numbers; median: number; ci: Numbers; achieved: number }
    const { inputs, expected, close } = vector<{ x: Numbers; y: Numbers }, Expected>('paired/median-of-ratios')
    close(median(expected.ratios), expected.median)
    const got = pairedRatioInterval(inputs.x, inputs.y, 0.95)
    if ('absent' in got) throw new Error('absent')
    close(got.lower, expected.ci[0] ?? Number.NaN)
    close(got.upper, expected.ci[1] ?? Number.NaN)
    close(got.achieved, expected.achieved)
  })

  it.each(idsUnder('outliers/'))('%s', (id) => {
    type Expected = {
      fencesMild: Numbers
      fencesSevere: Numbers
      mild: Numbers
      severe: Numbers
      modifiedZ: Numbers
      modZ35: Numbers
    }
    const { inputs, expected, close } = vector<{ x: Numbers }, Expected>(id)
    const { fences, ...flags } = statistics.flagOutliers(inputs.x)
    expect(flags).toEqual({ mild: expected.mild, severe: expected.severe, modifiedZ: expected.modZ35 })
    close(fences.mild.low, expected.fencesMild[0] ?? Number.NaN)
    close(fences.mild.high, expected.fencesMild[1] ?? Number.NaN)
    close(fences.severe.low, expected.fencesSevere[0] ?? Number.NaN)
    close(fences.severe.high, expected.fencesSevere[1] ?? Number.NaN)
    for (const [i, z] of modifiedZScores(inputs.x).entries()) close(z, expected.modifiedZ[i] ?? Number.NaN)
  })

  it.each(idsUnder('scaling/spec/'))('%s', (id) => {
    type Row = { p: number; speedup: number; published: string; efficiency: number; karpFlatt: number }
    const { inputs, expected, close } = vector<Readonly<Record<number, number>>, readonly Row[]>(id)
    for (const row of expected) {
      const got = speedup([inputs[1] ?? 0], [inputs[row.p] ?? 0])
      close(got, row.speedup)
      expect(got.toFixed(3)).toBe(row.published)
      close(efficiency(got, row.p), row.efficiency)
      close(karpFlatt(got, row.p), row.karpFlatt)
    }
  })

  it('steal', () => {
    type Expected = { total: number; steal: number; fraction: number }
    const { inputs, expected } = vector<{ before: string; after: string }, Expected>('steal')
    expect(stealFraction(readCpuTimes(inputs.before), readCpuTimes(inputs.after), [0])).toEqual(expected)
  })

  secondaryVectors(statistics)

  afterAll(() => {
    console.info(`stat-vectors.json: ${used.size} of ${vectorIds.length} vectors used`)
  })

  it('are all used', () => {
    expect(vectorIds.filter((id) => !used.has(id))).toEqual([])
  })
})
