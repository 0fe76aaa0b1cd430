import { CapbenchError, messageOf } from '../../error.ts'
import { tool } from '../../tool.ts'
import { derivedManifest, evidenceManifest } from '../names.ts'
import type { EvidenceReader } from '../reader.ts'
import { mayLack } from './added-members.ts'
import { ageOf } from './age.ts'
import { derivedValue } from './derived-value.ts'
import { disagreements, floatTolerance } from './disagreements.ts'

/** Most disagreements that are told of one file. */
const mostOfOne = 8

/**
 * What of the derived half does not follow from the raw half. Evidence of the same version must follow byte for byte.
 * Of another version the same files must be there, with equal integers and decisions and other numbers within 1e-9
 * relative: sums may have been taken in another order.
 *
 * @param made the version that made the evidence
 * @param derived the derived files as this version makes them
 */
export function derivedDifferences(
  reader: EvidenceReader,
  derived: ReadonlyMap<string, Uint8Array>,
  made: string,
): readonly string[] {
  const age = ageOf(made, tool.version)
  const stored = reader.paths.filter((path) => path !== derivedManifest && path !== evidenceManifest)
  const isDerived = (path: string) => !(path === 'config.json' || /^(?:env|raw|proofs)\//.test(path))
  const unknown = stored.filter((path) => isDerived(path) && !derived.has(path))
  return [
    ...[...derived].flatMap(([path, bytes]) => {
      if (!reader.has(path)) return [`${path} follows from the raw evidence and is missing`]
      const came = reader.read(path)
      return age === 'same' ? sameBytes(path, came, bytes) : byRule(path, came, bytes, made)
    }),
    ...(age === 'newer' ? [] : unknown.map((path) => `${path} follows from nothing`)),
  ]
}

/** What is to be known of evidence that another version made; undefined for evidence of this one. */
export function remarkOnVersion(made: string): string | undefined {
  if (made === tool.version) return undefined
  return (
    `the evidence was made by capbench ${made}, this is ${tool.version}: integers and decisions were compared ` +
    `exactly, other numbers within ${floatTolerance} relative; only ${made} itself can compare byte for byte`
  )
}

const sameBytes = (path: string, stored: Uint8Array, own: Uint8Array): readonly string[] =>
  Buffer.from(stored).equals(own) ? [] : [`${path} does not follow from the raw evidence`]

function byRule(path: string, stored: Uint8Array, own: Uint8Array, made: string): readonly string[] {
  try {
    const [came, wanted] = [derivedValue(path, stored), derivedValue(path, own)]
    const found = disagreements(came, wanted, {
      mayAdd: ageOf(made, tool.version) === 'newer',
      mayLack: mayLack(path, made),
    })
    const more = found.length > mostOfOne ? [`and ${found.length - mostOfOne} more`] : []
    const told = [...found.slice(0, mostOfOne), ...more]
    return told.length === 0 ? [] : [`${path} does not follow from the raw evidence: ${told.join('; ')}`]
  } catch (error) {
    if (!(error instanceof CapbenchError)) throw error
    return [`${path} cannot be compared: ${messageOf(error)}`]
  }
}
