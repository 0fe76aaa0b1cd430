import { type Campaign, type Obstacle, type Ratio, type Result, ratioOf, rowOf } from '@capbench/core'
import { formatFactor, unitWords } from '../format/figures.ts'

/** Median of one result of a campaign over that of another, or why there is no ratio. */
export function ratioCell(campaign: Campaign, a: Result, b: Result): string {
  return ratioWords(ratioOf(rowOf(campaign, a), rowOf(campaign, b)))
}

/**
 * `0.500x (90%: 0.480 to 0.520)`, or `1.010x (90%: 0.990 to 1.030), within noise`, with both mechanisms and what
 * differs where they have names, or `side by side:` and what stands in the way of a ratio, each field by its name.
 */
export function ratioWords(ratio: Ratio): string {
  if (ratio.outcome === 'refused') return refusalWords(ratio.obstacles)
  const { interval, counterpart, withinNoise = false } = ratio
  const factor = formatFactor(ratio.ratio)
  const means = counterpart === undefined ? '' : `; ${counterpart.a} over ${counterpart.b}: ${counterpart.difference}`
  if (interval === undefined) return `${factor}${means}`
  const { level, lower, upper } = interval
  const noise = withinNoise ? ', within noise' : ''
  return `${factor} (${Math.round(level * 100)}%: ${lower.toFixed(3)} to ${upper.toFixed(3)})${noise}${means}`
}

function refusalWords(obstacles: readonly Obstacle[]): string {
  const of = (why: Obstacle['why']) => obstacles.filter((each) => each.why === why)
  const names = (found: readonly Obstacle[]) => found.map(({ field }) => field).join(', ')
  const [missing] = of('no-value')
  if (missing !== undefined) return `no value: ${missing.a} and ${missing.b}`
  const work = of('work')
  if (work.length > 0) return `the work differs (${names(work)})`
  const [differing, unknown] = [names(of('envelope')), names(of('envelope-not-known'))]
  const envelope = [differing, unknown && `not known: ${unknown}`].filter((part) => part !== '').join('; ')
  const [zero] = of('zero')
  return `side by side: ${[
    ...of('unit').map(unitRefusal),
    ...of('cycles').map(() => 'cycles are not compared between systems'),
    ...of('no-counterpart').map(({ a, b }) => `${mechanism(a)} and ${mechanism(b)} are no declared counterparts`),
    ...of('native-context').map(() => 'native context is no side of a ratio between systems'),
    ...(envelope === '' ? [] : [`the envelopes differ (${envelope})`]),
    ...(zero === undefined ? [] : ['nothing can be divided by 0']),
  ].join('; ')}`
}

const mechanism = (label: Obstacle['a']) => (label === null ? 'no mechanism' : String(label))

function unitRefusal({ field, a, b }: Obstacle): string {
  const words = (value: Obstacle['a']) => (value === null ? 'none' : unitWords(String(value)))
  const what = field === 'lowerIsBetter' ? 'directions (lower is better)' : `${field}s`
  return `${words(a)} and ${words(b)} are different ${what}`
}
