import { Baseline } from '../define/baseline.ts'
import type { JsonObject } from '../define/json.ts'
import { canonicalBytes, sha256Hex } from '../encode/canonical.ts'
import { schemaFault } from '../encode/schema-fault.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CapbenchError } from '../error.ts'
import { baselineFaults } from './baseline-faults.ts'
import type { Campaign } from './campaign.ts'
import { openDirectory } from './directory.ts'

/** Read from the directory, so that the digest is that of what lies there; its size was judged when it was opened. */
const manifestOfAll = 'derived.sha256'

/**
 * What later campaigns are compared with: every passed row with its median, samples and hashes, and the digests by
 * which the campaign is found again. Verify the evidence first.
 *
 * @throws CAPBENCH_USAGE where no row passed
 */
export function exportBaseline(campaign: Campaign): Baseline {
  const { analysis, directory, id } = campaign
  const rows = campaign.results.flatMap((result) => {
    if (result.status !== 'passed') return []
    const { benchmark, version, target, case: name, metric, evidenceClass, classReasons, hashes } = result
    const { unit, clock, lowerIsBetter, median, samples } = result.measurement
    return [
      {
        benchmark,
        version,
        target,
        case: name,
        metric,
        unit,
        clock,
        lowerIsBetter,
        median,
        samples: [...samples],
        evidenceClass,
        classReasons: [...classReasons],
        hashes,
      },
    ]
  })
  if (rows.length === 0) throw new CapbenchError('CAPBENCH_USAGE', `no row of ${id} passed; a baseline needs one`)
  return {
    schema: 'capbench.baseline/1',
    campaignId: id,
    configHash: analysis.configHash,
    artifactHash: analysis.artifactHash,
    campaignDigest: sha256Hex(openDirectory(directory, Number.POSITIVE_INFINITY).read(manifestOfAll)),
    rows,
  }
}

/** The bytes of the file, in RFC 8785 form like everything that is stored. */
export function baselineBytes(baseline: Baseline): Uint8Array {
  return canonicalBytes(baseline as unknown as JsonObject)
}

/**
 * @throws CAPBENCH_HOSTILE for bytes that are no baseline, or not in their canonical form, and where a median, a reason
 *   or a class does not follow from the samples beside it
 */
export function readBaseline(bytes: Uint8Array): Baseline {
  const value = readCanonicalJson(bytes)
  const misfit = schemaFault(Baseline, value)
  if (misfit !== undefined) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `no baseline: ${misfit.path} ${misfit.message}`)
  }
  const baseline = value as unknown as Baseline
  const [fault] = baselineFaults(baseline)
  if (fault === undefined) return baseline
  throw new CapbenchError('CAPBENCH_HOSTILE', `a baseline that was edited: ${fault}; export it again`)
}
