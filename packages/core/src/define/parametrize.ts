import { CapbenchError } from '../error.ts'
import type { Parameters } from './benchmark.ts'
import type { JsonValue } from './json.ts'
import type { NonEmpty } from './reasons.ts'
import { type Entry, type Suite, withParameters } from './suite.ts'

/**
 * One suite for each point of a sweep over a benchmark's parameters, named after it: `primes.limit-20000`. They are
 * campaigns of their own, because one evidence directory holds a row once; `merge` lays them side by side again.
 *
 * @throws CAPBENCH_USAGE where a value does not fit its schema, or two points are the same
 */
export function parametrize<E extends Entry, const B extends E['benchmark']>(
  from: Suite<E>,
  benchmark: B,
  points: NonEmpty<Partial<Parameters<B>>>,
): NonEmpty<Suite<E>> {
  const suites = points.map((point) => ({
    ...withParameters(from, benchmark, point),
    name: nameOf(from.name, point as Readonly<Record<string, JsonValue>>),
  }))
  const [first, ...others] = suites
  if (first === undefined) throw new CapbenchError('CAPBENCH_USAGE', `parametrize needs a point of ${benchmark.name}`)
  const names = suites.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return [first, ...others]
  throw new CapbenchError('CAPBENCH_USAGE', `two points of ${benchmark.name} would be named ${twice}; drop one`)
}

const longestName = 64

function nameOf(suite: string, point: Readonly<Record<string, JsonValue>>): string {
  const said = Object.entries(point).map(([name, value]) => `${name}-${JSON.stringify(value)}`)
  const plain = said
    .join('.')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '')
  return `${suite}.${plain}`.slice(0, longestName)
}
