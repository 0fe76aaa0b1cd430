import { CapbenchError } from './error.ts'

/**
 * Callers without a type checker mistype options too, and a silent default would be measured instead of what was meant.
 *
 * @param what the function, as it should read in the message
 * @throws CAPBENCH_USAGE naming the option and those that exist
 */
export function refuseUnknownOptions(what: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new CapbenchError('CAPBENCH_USAGE', `${what} has no option "${unknown}"; it has ${known.join(', ')}`)
}
