import { canonicalBytes, sha256Hex } from '../../encode/canonical.ts'
import { CapbenchError } from '../../error.ts'
import { chanceOfRatioAtMost } from '../../statistics/bootstrap.ts'
import { decideRegression, type RegressionDecision } from '../../statistics/decision.ts'
import { median as medianOf } from '../../statistics/median.ts'
import { maxRanked } from '../../statistics/rank-law.ts'
import { rankSum } from '../../statistics/rank-sum.ts'
import type { Baseline, BaselineRow } from '../baseline.ts'
import type { Gate, GateVerdict, RowFigures } from '../gate.ts'
import type { JsonObject } from '../json.ts'
import { fewest, fewWords, type GateOptions, intervalOf, intervalWords, settled } from './decide.ts'
import { noiseReasons } from './noise.ts'

/** Baseline runs below which nothing is known of how much a row varies from day to day. */
const baselineRuns = 10

/** What a gate may be there to test, and what then differs from the baseline by intention. */
type Changed = 'workload' | 'identity'

/**
 * No worse than a baseline by more than `margin`. It fails where the whole interval of new over old lies beyond, passes
 * where the interval does not reach that far, and is inconclusive between. A baseline counts only where all its hashes
 * are those of the row; what the gate is there to test, a new kernel say, is named in `changed`.
 *
 * It is for review below 10 baseline runs, where the samples of the baseline vary more than the margin can bear, and
 * where the baseline is less than claimable.
 *
 * @throws CAPBENCH_DEFINITION for a margin or count that is out of its range, and a baseline with a false median
 */
export function regression<const C extends string, const M extends string = never>(
  spec: GateOptions & {
    readonly at: C
    readonly baseline: Baseline
    readonly metric?: M
    readonly changed?: readonly Changed[]
  },
): Gate<C, NoInfer<M>> {
  const { at, baseline, changed = [] } = spec
  const { basis, runs: wanted, margin } = settled('a regression gate', 'interval', spec)
  const metric = spec.metric ?? 'headline'
  demandMedians(baseline)
  const digest = sha256Hex(canonicalBytes(baseline as unknown as JsonObject))
  return {
    name: metric === 'headline' ? `regression-${at}` : `regression-${at}-${metric}`,
    kind: 'regression',
    reads: [{ case: at, metric }],
    rule: { at, metric, margin, runs: wanted, basis, changed: [...changed], baseline: digest },
    judge: ([row]) => {
      if (row === undefined) throw new CapbenchError('CAPBENCH_BUG', 'a regression needs a row')
      const old = baseline.rows.find(
        (each) =>
          each.benchmark === row.benchmark &&
          each.target === row.target &&
          each.case === row.case &&
          each.metric === row.metric,
      )
      const differs = old === undefined ? ['no row of it'] : differences(row, old, changed)
      if (old === undefined || differs.length > 0) return notComparable(row, margin, differs)
      return decided(row, old, { basis, wanted, margin })
    },
  }
}

/** `readBaseline` looks closer; an object may come from anywhere. @throws CAPBENCH_DEFINITION */
function demandMedians({ rows }: Baseline): void {
  for (const { benchmark, target, case: name, metric, median, samples } of rows) {
    const own = medianOf(samples)
    if (median === own) continue
    const where = `${benchmark} on ${target}, ${name}, ${metric}`
    throw new CapbenchError(
      'CAPBENCH_DEFINITION',
      `the baseline says a median of ${median} for ${where}, its samples have ${own}; export it again`,
    )
  }
}

function differences(row: RowFigures, old: BaselineRow, changed: readonly Changed[]): readonly string[] {
  const hashes = (['comparison', 'workload', 'envelope', 'identity'] as const).filter(
    (hash) => !(changed as readonly string[]).includes(hash) && row.hashes[hash] !== old.hashes[hash],
  )
  return [...hashes, ...(row.unit === old.unit && row.lowerIsBetter === old.lowerIsBetter ? [] : ['unit'])]
}

function notComparable(row: RowFigures, margin: number, differs: readonly string[]): GateVerdict {
  return {
    verdict: 'inconclusive',
    basis: 'interval',
    point: null,
    threshold: 1 + margin,
    runs: row.n,
    detail: `${row.case} of ${row.target} cannot be compared with the baseline: ${differs.join(', ')} differs`,
  }
}

function decided(
  row: RowFigures,
  old: BaselineRow,
  rule: { readonly basis: 'point' | 'interval'; readonly wanted: number; readonly margin: number },
): GateVerdict {
  const { basis, wanted, margin } = rule
  // Above 1 is worse, whichever way the metric goes.
  const [worse, better] = row.lowerIsBetter ? [row.samples, old.samples] : [old.samples, row.samples]
  const runs = fewest([row])
  const point = row.lowerIsBetter ? row.median / old.median : old.median / row.median
  const interval = intervalOf(worse, better)
  const byPoint = point <= 1 + margin ? 'pass' : 'fail'
  const p = interval && runs >= wanted ? chanceOfRatioAtMost(worse, better, 1 + margin) : undefined
  const decision = interval && decideRegression(interval, margin)
  const byInterval = verdictOf(decision ?? 'inconclusive')
  const review = reviewOf(old, margin)
  const said = decision === undefined ? '' : `, ${decision}`
  return {
    verdict: runs < wanted ? 'inconclusive' : basis === 'point' ? byPoint : byInterval,
    basis,
    point,
    threshold: 1 + margin,
    runs,
    detail:
      `${point.toPrecision(4)} times the baseline (${intervalWords(interval)}${said}), wanted at most ${1 + margin}` +
      `${evidenceWords(row.samples, old.samples)}${fewWords(runs, wanted)}`,
    ...(interval && { interval }),
    byPoint,
    margin,
    ...(p !== undefined && { p }),
    ...(review.length > 0 && { review }),
  }
}

/** Why the baseline is too little to decide by. */
function reviewOf({ case: name, metric, samples, evidenceClass, classReasons }: BaselineRow, margin: number) {
  const few = samples.length < baselineRuns
  return [
    ...(few ? [`the baseline has ${samples.length} runs, fewer than ${baselineRuns}`] : []),
    ...(evidenceClass === 'claimable' ? [] : [`the baseline is ${evidenceClass}: ${classReasons.join(', ')}`]),
    ...noiseReasons(`${name} ${metric} of the baseline`, samples, margin),
  ]
}

function verdictOf(decision: RegressionDecision): GateVerdict['verdict'] {
  if (decision === 'inconclusive') return 'inconclusive'
  return decision === 'regression' ? 'fail' : 'pass'
}

/** How far the rows lie apart by rank: told, never decisive. */
function evidenceWords(now: readonly number[], before: readonly number[]): string {
  if (now.length + before.length > maxRanked) return ''
  const { cliffDelta, p } = rankSum(now, before)
  return `; Cliff's delta ${cliffDelta.toFixed(2)}, exact p ${p.twoSided.toPrecision(2)}`
}
