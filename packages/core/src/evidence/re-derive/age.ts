import { CapbenchError } from '../../error.ts'

/** A maker's version beside this one; `same-release` for two pre-releases of one version. */
export type Age = 'same' | 'older' | 'newer' | 'same-release'

/**
 * How the version that made evidence stands to another one, by major, minor and patch as Semantic Versioning orders
 * them; a pre-release comes before its release.
 *
 * @throws CAPBENCH_HOSTILE for text that is no version
 */
export function ageOf(made: string, own: string): Age {
  if (made === own) return 'same'
  const [a, b] = [partsOf(made), partsOf(own)]
  for (const [at, part] of a.numbers.entries()) {
    const other = b.numbers[at] ?? 0
    if (part !== other) return part < other ? 'older' : 'newer'
  }
  if (a.isRelease === b.isRelease) return 'same-release'
  return a.isRelease ? 'newer' : 'older'
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly isRelease: boolean } {
  const found = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(-[0-9A-Za-z.-]{1,64})?$/.exec(version)
  if (found === null) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `config.json names capbench ${version}, which is no version`)
  }
  return { numbers: found.slice(1, 4).map(Number), isRelease: found[4] === undefined }
}
