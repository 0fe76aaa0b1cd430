import { reasons } from '../define/reasons.ts'
import { type Measurement, resultArms, type StoredResult } from './result.ts'
import { schemaFault } from './schema-fault.ts'

/**
 * What makes a value no result, or undefined: besides its schema, that figures which anybody can recompute are those of
 * the samples, and that the reason is the first of the causes.
 */
export function resultFault(value: unknown): string | undefined {
  const { status, result: arm } = Object(value) as { readonly status?: unknown; readonly result?: unknown }
  if (typeof status !== 'string' || !Object.hasOwn(resultArms, status)) return 'its status is unknown'
  const schema = resultArms[status as StoredResult['status']]
  const checked = withFewSamples(value as object, Object(arm) as Arm)
  const fault = schemaFault(schema, checked)
  if (fault !== undefined) return `it does not fit its schema at ${fault.path}: ${fault.message}`
  const result = value as StoredResult
  const { measured, accepted } = result.runs
  if (accepted > measured) return `${accepted} of ${measured} measured runs were accepted`
  switch (result.status) {
    case 'passed':
      return measurementFault(result)
    case 'failed':
      return failureFault('failed', result.result.failure)
    case 'unsupported':
      return failureFault('unsupported', result.result.unsupported)
    case 'invalid':
      return failureFault('invalid', result.result.invalid)
    default:
      return result satisfies never
  }
}

/** A schema takes half a microsecond for each number, and encoding and decoding look at all of them anyway. */
function withFewSamples(value: object, { measurement }: Arm): unknown {
  if (!Array.isArray(measurement?.samples)) return value
  return { ...value, result: { measurement: { ...measurement, samples: measurement.samples.slice(0, 1) } } }
}

interface Arm {
  readonly measurement?: { readonly samples?: unknown }
}

type Figures = Pick<Measurement, 'samples' | 'median' | 'min' | 'max'>
type Passed = Extract<StoredResult, { readonly status: 'passed' }>

function measurementFault({ runs, result: { measurement } }: Passed): string | undefined {
  const { samples } = measurement
  if (samples.length > runs.accepted) return `${samples.length} samples came from ${runs.accepted} accepted runs`
  const wrong = wrongFigure(measurement)
  if (wrong !== undefined) return `its ${wrong} is ${measurement[wrong]}, which is not that of its samples`
  for (const name of ['p95', 'p99'] as const) {
    const value = measurement[name]
    if (value === undefined) continue
    if (value < measurement.median) return `its ${name} is ${value}, below its median`
    if (Object.hasOwn(measurement.absent, name)) return `its ${name} is ${value} and said to be absent`
  }
  return undefined
}

/** By counting instead of sorting, in one pass: most of the time of reading a result would go into the order. */
function wrongFigure({ samples, median, min, max }: Figures): 'median' | 'min' | 'max' | undefined {
  let [below, above] = [0, 0]
  let [least, largestBelow, smallestAbove, most] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const sample of samples) {
    if (sample < least) least = sample
    if (sample > most) most = sample
    if (sample < median) {
      below++
      if (sample > largestBelow) largestBelow = sample
    } else if (sample > median) {
      above++
      if (sample < smallestAbove) smallestAbove = sample
    }
  }
  if (least !== min) return 'min'
  if (most !== max) return 'max'
  const half = samples.length / 2
  if (below > half || above > half) return 'median'
  // Of an even number the two in the middle count, of which one or both may be the median itself.
  const middle = (below === half ? largestBelow : median) + (above === half ? smallestAbove : median)
  return middle / 2 === median ? undefined : 'median'
}

interface Failure {
  readonly reason: string
  readonly cause?: string
  readonly detail: string
  readonly causes: readonly (Omit<Failure, 'causes'> & { readonly status: keyof typeof reasons })[]
}

function failureFault(status: keyof typeof reasons, { reason, cause, detail, causes }: Failure): string | undefined {
  const foreign = causes.find((each) => !(reasons[each.status] as readonly string[]).includes(each.reason))
  if (foreign !== undefined) return `one of its causes is ${foreign.status} for the reason ${foreign.reason}`
  const [first] = causes
  const agrees = first?.status === status && first.reason === reason && first.cause === cause && first.detail === detail
  return agrees ? undefined : `its reason ${reason} is not the first of its causes`
}
