import { Check, Errors } from 'typebox/value'
import { reasons } from '../define/reasons.ts'
import { medianOfSorted } from '../statistics/median.ts'
import { at, sortedSamples } from '../statistics/samples.ts'
import { resultArms, type StoredResult } from './result.ts'

/**
 * What makes a value no result, or undefined: besides its schema, that figures which anybody can recompute are those of
 * the samples, and that the reason is the first of the causes.
 */
export function resultFault(value: { readonly status: StoredResult['status'] }): string | undefined {
  const schema = resultArms[value.status]
  if (schema === undefined) return 'its status is unknown'
  if (!Check(schema, value)) {
    const [error] = Errors(schema, value)
    return `it does not fit its schema at ${error?.instancePath || '/'}: ${error?.message ?? 'unknown'}`
  }
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

type Passed = Extract<StoredResult, { readonly status: 'passed' }>

function measurementFault({ runs, result: { measurement } }: Passed): string | undefined {
  const { samples } = measurement
  if (samples.length > runs.accepted) return `${samples.length} samples came from ${runs.accepted} accepted runs`
  const sorted = sortedSamples(samples)
  const figures = { median: medianOfSorted(sorted), min: at(sorted, 0), max: at(sorted, sorted.length - 1) }
  for (const name of ['median', 'min', 'max'] as const) {
    if (measurement[name] !== figures[name])
      return `its ${name} is ${measurement[name]}, that of its samples ${figures[name]}`
  }
  for (const name of ['p95', 'p99'] as const) {
    const value = measurement[name]
    if (value === undefined) continue
    if (value < figures.median) return `its ${name} is ${value}, below its median`
    if (Object.hasOwn(measurement.absent, name)) return `its ${name} is ${value} and said to be absent`
  }
  return undefined
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
