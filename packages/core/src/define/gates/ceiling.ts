import { CapbenchError } from '../../error.ts'
import type { Gate } from '../gate.ts'
import { demandAbove, fewest, fewWords, type GateOptions, intervalOf, intervalWords, settled } from './decide.ts'

/**
 * Median of one row at most `atMost`, in the unit of its metric: a budget. With `basis: 'interval'` it passes only
 * where the whole interval of the median is within, and fails only where none of it is.
 *
 * @throws CAPBENCH_DEFINITION for a limit, margin or count that is out of its range
 */
export function ceiling<const C extends string, const M extends string = never>(
  spec: GateOptions & { readonly at: C; readonly atMost: number; readonly metric?: M },
): Gate<C, NoInfer<M>> {
  const { at, atMost } = spec
  demandAbove('a ceiling gate', 'atMost', atMost, 0)
  const { basis, runs: wanted, margin } = settled('a ceiling gate', 'interval', spec)
  const metric = spec.metric ?? 'headline'
  return {
    name: metric === 'headline' ? `ceiling-${at}` : `ceiling-${at}-${metric}`,
    kind: 'ceiling',
    reads: [{ case: at, metric }],
    rule: { at, metric, atMost, runs: wanted, basis, margin },
    judge: ([row]) => {
      if (row === undefined) throw new CapbenchError('CAPBENCH_BUG', 'a ceiling needs a row')
      const runs = fewest([row])
      const point = row.median
      const interval = intervalOf(row.samples, [1])
      const byPoint = point <= atMost ? 'pass' : 'fail'
      const decided = basis === 'point' ? byPoint : interval && within(interval, atMost)
      const shown = basis === 'point' ? '' : ` (${intervalWords(interval)})`
      return {
        verdict: runs < wanted ? 'inconclusive' : (decided ?? 'inconclusive'),
        basis,
        point,
        threshold: atMost,
        runs,
        detail: `median of ${at} is ${point} ${row.unit}${shown}, wanted at most ${atMost}${fewWords(runs, wanted)}`,
        ...(interval && { interval }),
        byPoint,
        margin,
      }
    },
  }
}

function within({ lower, upper }: { readonly lower: number; readonly upper: number }, atMost: number) {
  if (upper <= atMost) return 'pass'
  return lower > atMost ? 'fail' : 'inconclusive'
}
