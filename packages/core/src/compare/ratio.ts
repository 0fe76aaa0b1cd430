import type { GateInterval } from '../define/gate.ts'
import { intervalOf } from '../define/gates/decide.ts'
import type { JsonObject, JsonValue } from '../define/json.ts'
import type { NonEmpty } from '../define/reasons.ts'
import { canonicalJson } from '../encode/canonical.ts'
import type { Passed } from '../encode/read-result.ts'
import { CapbenchError } from '../error.ts'
import { compareEnvelopes } from '../judge/compare-envelopes.ts'
import type { EvidenceClass } from '../judge/labels/names.ts'
import { worseClass } from '../judge/labels.ts'
import { isWithinNoise, noiseFloorOf } from '../judge/stability.ts'
import type { ComparableRow } from './comparable-row.ts'
import { counterpartObstacles, counterpartOf, type RatioCounterpart } from './counterpart.ts'

/** What stands in the way of a ratio: the field, and what it is on both sides. */
export interface Obstacle {
  /**
   * `no-value`: a row has not passed; `work`: other work; `unit`: another unit, scale or direction; `cycles`: a count
   * of cycles between two systems; `no-counterpart`: two systems do it by mechanisms that nobody declared to be
   * counterparts; `native-context`: the host itself against another system; `envelope` and `envelope-not-known`: the
   * envelope; `zero`: nothing can be divided by it.
   */
  readonly why:
    | 'no-value'
    | 'work'
    | 'unit'
    | 'cycles'
    | 'no-counterpart'
    | 'native-context'
    | 'envelope'
    | 'envelope-not-known'
    | 'zero'
  readonly field: string
  readonly a: JsonValue
  readonly b: JsonValue
}

/** Median of one row over that of another, or everything that stands in its way. */
export type Ratio =
  | {
      readonly outcome: 'ratio'
      readonly ratio: number
      /** Exact bootstrap interval; absent for fewer than 5 or more than 500 runs, or a sample that is not above 0. */
      readonly interval?: GateInterval
      /**
       * The interval holds 1, or the ratio is nearer to 1 than the noise floor of a row (half of the 90% interval of
       * its ratio to itself): the rows are not told apart. Absent where there is no interval.
       */
      readonly withinNoise?: boolean
      /** The worse class of the two rows. */
      readonly evidenceClass: EvidenceClass
      /** Of two systems that do it by different means: both labels, and what the two do not have in common. */
      readonly counterpart?: RatioCounterpart
    }
  | { readonly outcome: 'refused'; readonly obstacles: NonEmpty<Obstacle> }

/** From here on a one-sided bound of 0.95 exists, which is what each end of the interval is. */
const fewestForInterval = 5

/** Rows of one target of one system, on one machine or two, this week or last. */
export const isSameSystem = (a: ComparableRow, b: ComparableRow): boolean =>
  a.result.system === b.result.system && a.result.target === b.result.target

/**
 * Median of `a` over median of `b`. Formed only for equal work, the same unit, an equal envelope and, where systems do
 * it by different means, declared counterparts; cycles only within one system, and the host itself against nothing but
 * itself.
 *
 * @throws CAPBENCH_USAGE for what is no row, such as a published figure
 */
export function ratioOf(a: ComparableRow, b: ComparableRow): Ratio {
  for (const row of [a, b]) demandRow(row)
  const [first, ...rest] = obstaclesOf(a, b)
  if (first !== undefined) return { outcome: 'refused', obstacles: [first, ...rest] }
  const [ours, theirs] = [passed(a), passed(b)]
  if (ours === undefined || theirs === undefined) throw new CapbenchError('CAPBENCH_BUG', 'a ratio without values')
  const samples = [ours.measurement.samples, theirs.measurement.samples] as const
  const counterpart = counterpartOf(a, b)
  const enough = samples.every(({ length }) => length >= fewestForInterval)
  const interval = enough ? intervalOf(...samples) : undefined
  const ratio = ours.measurement.median / theirs.measurement.median
  return {
    outcome: 'ratio',
    ratio,
    ...(interval && { interval, withinNoise: isWithinNoise(ratio, interval, samples.map(noiseFloorOf)) }),
    evidenceClass: worseClass(ours.evidenceClass, theirs.evidenceClass),
    ...(counterpart && { counterpart }),
  }
}

/** @throws CAPBENCH_USAGE */
export function demandRow(row: ComparableRow): void {
  if (typeof row.result === 'object' && typeof row.side === 'object') return
  throw new CapbenchError(
    'CAPBENCH_USAGE',
    'a ratio is formed of rows of campaigns; a published figure belongs into the option `context`',
  )
}

const passed = ({ result }: ComparableRow): Passed | undefined => (result.status === 'passed' ? result : undefined)

function obstaclesOf(a: ComparableRow, b: ComparableRow): readonly Obstacle[] {
  const [ours, theirs] = [passed(a), passed(b)]
  if (ours === undefined || theirs === undefined) {
    return [{ why: 'no-value', field: 'status', a: a.result.status, b: b.result.status }]
  }
  const work = workObstacles(a, b)
  if (work.length > 0) return work
  const unit = unitObstacles(ours, theirs)
  const cycles = unit.length === 0 && !isSameSystem(a, b) && ours.measurement.unit.includes('cycles')
  const isContext = [ours, theirs].some(({ role }) => role === 'native-context')
  return [
    ...unit,
    ...(cycles
      ? [{ why: 'cycles', field: 'unit', a: ours.measurement.unit, b: theirs.measurement.unit } as const]
      : []),
    ...counterpartObstacles(a, b),
    ...(isContext && !isSameSystem(a, b)
      ? [{ why: 'native-context', field: 'role', a: ours.role, b: theirs.role } as const]
      : []),
    ...compareEnvelopes(a.side, b.side).differences.map((each): Obstacle => {
      return {
        why: each.why === 'differs' ? 'envelope' : 'envelope-not-known',
        field: each.field,
        a: each.a,
        b: each.b,
      }
    }),
    ...(theirs.measurement.median === 0
      ? [{ why: 'zero', field: 'median', a: ours.measurement.median, b: 0 } as const]
      : []),
  ]
}

/** The parts of the work that differ; the hash alone where it is told apart by nothing that is stored. */
function workObstacles(a: ComparableRow, b: ComparableRow): readonly Obstacle[] {
  const of = ({ result, work }: ComparableRow): JsonObject => ({ ...work, metric: result.metric, case: result.case })
  const parts = differing(of(a), of(b), 'work')
  const [ours, theirs] = [a.result.hashes.comparison, b.result.hashes.comparison]
  if (parts.length > 0 || ours === theirs) return parts
  return [{ why: 'work', field: 'comparison', a: ours, b: theirs }]
}

function unitObstacles({ measurement: a }: Passed, { measurement: b }: Passed): readonly Obstacle[] {
  const of = ({ unit, scale, lowerIsBetter }: Passed['measurement']): JsonObject => ({
    unit,
    scale: scale ?? null,
    lowerIsBetter,
  })
  return differing(of(a), of(b), 'unit')
}

function differing(a: JsonObject, b: JsonObject, why: Obstacle['why']): readonly Obstacle[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((field) => ({ why, field, a: a[field] ?? null, b: b[field] ?? null }))
    .filter((each) => canonicalJson(each.a) !== canonicalJson(each.b))
}
