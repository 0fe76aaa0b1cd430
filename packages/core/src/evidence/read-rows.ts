import { type ComparableRow, storedRows } from '../compare/comparable-row.ts'
import { nameSchema } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import { StoredResult } from '../encode/result.ts'
import { refuseUnknownOptions } from '../options.ts'
import { readEvidence, readStored } from './content.ts'
import { openDirectory } from './directory.ts'

/** The part of `analysis.json` that a comparison prints; what else there is may be of another version. */
const Speedups = Type.Object({
  speedups: Type.Array(
    Type.Object({
      benchmark: nameSchema,
      target: nameSchema,
      metric: nameSchema,
      from: nameSchema,
      to: nameSchema,
      speedup: Type.Number(),
      efficiency: Type.Number(),
    }),
  ),
})

/**
 * The rows of a campaign as they are stored, without its definitions: older evidence may be of definitions that nobody
 * has any more. Nothing is derived again; what `verifyEvidence` says of the directory holds for its rows.
 *
 * @param options.maxBytes most bytes of all files together; default 2 GiB
 * @throws CAPBENCH_HOSTILE where the directory is malformed
 */
export function readRows(directory: string, options: { readonly maxBytes?: number } = {}): readonly ComparableRow[] {
  refuseUnknownOptions('readRows', options, ['maxBytes'])
  const reader = openDirectory(directory, options.maxBytes)
  const results = reader.paths
    .filter((path) => path.startsWith('results/') && path.endsWith('.json'))
    .map((path) => readStored(reader, path, StoredResult))
  return storedRows(results, readEvidence(reader), readStored(reader, 'analysis.json', Speedups))
}
