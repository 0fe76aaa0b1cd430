import { CapbenchError } from '../../error.ts'
import type { Gate, GateVerdict } from '../gate.ts'
import type { JsonObject } from '../json.ts'

/**
 * Several gates as one, over several metrics if need be: work and total, say. It fails where one of them fails, else is
 * inconclusive where one of them is. Its figure and threshold are those of the part that decided.
 *
 * @throws CAPBENCH_DEFINITION where no gate is given
 */
export function everyGate<const C extends string, const M extends string>(
  name: string,
  gates: readonly Gate<C, M>[],
): Gate<C, M> {
  if (gates.length === 0) throw new CapbenchError('CAPBENCH_DEFINITION', `the gate ${name} needs a gate to be made of`)
  return {
    name,
    kind: 'every',
    reads: gates.flatMap((gate) => gate.reads),
    rule: { gates: gates.map((gate) => ({ name: gate.name, kind: gate.kind, rule: gate.rule }) as JsonObject) },
    judge: (rows) => {
      let next = 0
      const verdicts = gates.map((gate) => {
        const own = rows.slice(next, next + gate.reads.length)
        next += gate.reads.length
        return gate.judge(own)
      })
      return combined(gates, verdicts)
    },
  }
}

function combined(gates: readonly Gate[], verdicts: readonly GateVerdict[]): GateVerdict {
  const decisive =
    verdicts.find(({ verdict }) => verdict === 'fail') ??
    verdicts.find(({ verdict }) => verdict === 'inconclusive') ??
    verdicts[0]
  if (decisive === undefined) throw new CapbenchError('CAPBENCH_BUG', 'a gate without parts')
  const margins = verdicts.flatMap(({ margin }) => (margin === undefined ? [] : [margin]))
  const points = verdicts.map(({ byPoint }) => byPoint)
  const review = verdicts.flatMap((each) => each.review ?? [])
  return {
    ...decisive,
    runs: Math.min(...verdicts.map(({ runs }) => runs)),
    detail: verdicts.map((each, part) => `${gates[part]?.name}: ${each.verdict}: ${each.detail}`).join('; '),
    ...(margins.length > 0 && { margin: Math.min(...margins) }),
    ...(!points.includes(undefined) && { byPoint: points.includes('fail') ? 'fail' : 'pass' }),
    ...(review.length > 0 && { review }),
  }
}
