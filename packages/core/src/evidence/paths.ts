import { quoteForMessage } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'

/** Every name that becomes a path segment or a key of stored files: definitions, targets, cases, metrics, channels. */
const namePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/
/** UTC second, slug of the suite, eight random digits. Only this directory's name has upper-case letters. */
export const campaignIdPattern = /^[0-9]{8}T[0-9]{6}Z-[a-z0-9][a-z0-9-]{0,63}-[0-9a-f]{8}$/
/** Limits of a path inside a campaign's directory. */
export const pathLimits = { segments: 8, bytes: 200 } as const

const slugPattern = /^[a-z0-9][a-z0-9-]{0,63}$/

/** Whether a text may be a name in stored files and paths: `^[a-z0-9][a-z0-9._-]{0,63}$`. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && namePattern.test(value)
}

/**
 * @param what what the name is for, as it should read in the message: `case name`
 * @throws CapbenchError CAPBENCH_DEFINITION
 */
export function assertName(what: string, value: unknown): asserts value is string {
  if (isName(value)) return
  const came = typeof value === 'string' ? quoteForMessage(value) : `a value of type ${typeof value}`
  throw new CapbenchError(
    'CAPBENCH_DEFINITION',
    `${what} must match ${namePattern.source}, because it names files; got ${came}`,
  )
}

/**
 * Whether a relative path obeys the grammar of evidence: names joined by `/`, at most 8 of them and 200 bytes. Nothing
 * that obeys it can leave its directory, differ only in case from another path, or need escaping anywhere.
 */
export function isEvidencePath(path: unknown): path is string {
  if (typeof path !== 'string' || path.length > pathLimits.bytes) return false
  const segments = path.split('/')
  return segments.length <= pathLimits.segments && segments.every(isName)
}

export function isCampaignId(value: unknown): value is string {
  return typeof value === 'string' && campaignIdPattern.test(value)
}

/** The second in which a campaign began, from its id. */
export function startOf(campaignId: string): Date {
  return new Date(campaignId.replace(/^(.{4})(..)(..T..)(..)(..Z)-.*$/, '$1-$2-$3:$4:$5'))
}

/** A name as it may stand inside a campaign id, which knows neither dot nor underscore. */
export function slugOf(name: string): string {
  return name.replaceAll(/[._]/g, '-')
}

/**
 * @param date start of the campaign; its UTC second is kept
 * @param slug `slugOf` the suite's name
 * @param random8hex eight lower-case hexadecimal digits
 * @throws CapbenchError CAPBENCH_USAGE if a part breaks the grammar.
 */
export function makeCampaignId(date: Date, slug: string, random8hex: string): string {
  const year = date.getUTCFullYear()
  if (!(year >= 1970 && year <= 9999)) {
    throw new CapbenchError('CAPBENCH_USAGE', `campaign id wants a date of the years 1970 to 9999, got year ${year}`)
  }
  if (!slugPattern.test(slug)) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `campaign slug must match ${slugPattern.source}, got ${quoteForMessage(slug)}`,
    )
  }
  if (!/^[0-9a-f]{8}$/.test(random8hex)) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `campaign id wants eight lower-case hexadecimal digits, got ${quoteForMessage(random8hex)}`,
    )
  }
  const second = date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  return `${second}Z-${slug}-${random8hex}`
}
