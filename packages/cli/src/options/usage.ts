import { CapbenchError } from '@capbench/core'
import { suggested } from './nearest.ts'

/** What a caller did wrong, and what to do instead, which ends the message too. */
export class UsageError extends CapbenchError {
  readonly remedy: string | undefined

  constructor(message: string, remedy?: string) {
    super('CAPBENCH_USAGE', remedy === undefined ? message : `${message}; ${remedy}`)
    this.remedy = remedy
  }
}

export const usage = (message: string, remedy?: string): UsageError => new UsageError(message, remedy)

/** One of a closed list. @throws CAPBENCH_USAGE naming the list and the nearest match. */
export function oneOf<const T extends string>(source: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value)
  if (found !== undefined) return found
  throw usage(`${source} must be one of ${known.join(', ')}, got ${JSON.stringify(value)}`, suggested(value, known))
}

export function integer(source: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw usage(`${source} must be a whole number, got ${JSON.stringify(value)}`)
}

/** `a,b`. @throws CAPBENCH_USAGE for an empty name. */
export function names(source: string, value: string): readonly string[] {
  const found = value.split(',').map((name) => name.trim())
  if (found.every((name) => name !== '')) return found
  throw usage(`${source} must be names with commas between them, got ${JSON.stringify(value)}`)
}

/** `1`, `true`, `yes`, `on` and their opposites, as environment variables have them. */
export function truth(source: string, value: string): boolean {
  const text = value.toLowerCase()
  if (['1', 'true', 'yes', 'on'].includes(text)) return true
  if (['0', 'false', 'no', 'off'].includes(text)) return false
  throw usage(`${source} must be 1 or 0, got ${JSON.stringify(value)}`)
}
