import { CapbenchError } from './error.ts'

/**
 * Callers without a type checker mistype options too, and a silent default would be measured instead of what was meant.
 *
 * @param what the function, as it should read in the message
 * @param hints for options that are often looked for here: what does it instead
 * @throws CAPBENCH_USAGE naming the option and those that exist
 */
export function refuseUnknownOptions(
  what: string,
  options: object,
  known: readonly string[],
  hints: Readonly<Record<string, string>> = {},
): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const hint = Object.hasOwn(hints, unknown) ? `; ${hints[unknown]}` : ''
  throw new CapbenchError('CAPBENCH_USAGE', `${what} has no option "${unknown}"; it has ${known.join(', ')}${hint}`)
}
