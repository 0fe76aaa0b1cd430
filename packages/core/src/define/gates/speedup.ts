import { CapbenchError } from '../../error.ts'
import { decideThreshold } from '../../statistics/decision.ts'
import type { Gate } from '../gate.ts'
import { demandAbove, fewest, fewWords, type GateOptions, intervalOf, intervalWords, settled } from './decide.ts'

/**
 * Median of `from` over median of `to` at least `atLeast`, over at least `runs` runs of each (spec: "at least 1.6x
 * median speedup ... over repeated runs"). With `basis: 'interval'` it passes only where the whole interval does, fails
 * only where none of it does, and is inconclusive between; what the medians alone say is given beside it.
 *
 * @throws CAPBENCH_DEFINITION for a threshold, margin or count that is out of its range
 */
export function speedup<const C extends string, const M extends string = never>(
  spec: GateOptions & {
    readonly from: C
    readonly to: C
    readonly atLeast: number
    readonly metric?: M
  },
): Gate<C, NoInfer<M>> {
  const { from, to, atLeast } = spec
  demandAbove('a speedup gate', 'atLeast', atLeast, 0)
  const { basis, runs: wanted, margin } = settled('a speedup gate', 'point', spec)
  const metric = spec.metric ?? 'headline'
  return {
    name: `speedup-${from}-${to}`,
    kind: 'speedup',
    reads: [
      { case: from, metric },
      { case: to, metric },
    ],
    rule: { from, to, atLeast, runs: wanted, basis, margin },
    judge: ([base, other]) => {
      if (base === undefined || other === undefined) throw new CapbenchError('CAPBENCH_BUG', 'a speedup needs two rows')
      const runs = fewest([base, other])
      const point = base.median / other.median
      const interval = intervalOf(base.samples, other.samples)
      const byPoint = point >= atLeast ? 'pass' : 'fail'
      const decided = basis === 'point' ? byPoint : interval && decideThreshold(interval, atLeast)
      const came = `median speedup ${from} to ${to} is ${point.toFixed(3)}x`
      const shown = basis === 'point' ? '' : ` (${intervalWords(interval)})`
      return {
        verdict: runs < wanted ? 'inconclusive' : (decided ?? 'inconclusive'),
        basis,
        point,
        threshold: atLeast,
        runs,
        detail: `${came}${shown}, wanted at least ${atLeast}x${fewWords(runs, wanted)}`,
        ...(interval && { interval }),
        byPoint,
        margin,
      }
    },
  }
}
