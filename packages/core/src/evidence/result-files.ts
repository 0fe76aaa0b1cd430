import type { JsonObject } from '../define/json.ts'
import { canonicalJson } from '../encode/canonical.ts'
import { decodeResult } from '../encode/capnp/decode-result.ts'
import { encodeResult } from '../encode/capnp/encode-result.ts'
import type { StoredResult } from '../encode/result.ts'
import { resultFault } from '../encode/result-fault.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { messageOf } from '../error.ts'
import type { EvidenceReader } from './reader.ts'

/**
 * What can be said of the stored results without any definition: each fits its schema and its place, and says the same
 * in both encodings.
 */
export function resultFileFaults(reader: EvidenceReader): readonly string[] {
  return reader.paths
    .filter((path) => /^results\/.*\.json$/.test(path))
    .flatMap((path) => {
      try {
        const fault = faultOf(reader, path)
        return fault === undefined ? [] : [fault]
      } catch (error) {
        return [`${path}: ${messageOf(error)}`]
      }
    })
}

function faultOf(reader: EvidenceReader, path: string): string | undefined {
  const json: unknown = readCanonicalJson(reader.read(path))
  const fault = resultFault(json)
  if (fault !== undefined) return `${path} is no result: ${fault}`
  const value = json as StoredResult
  const { benchmarkName, target, case: name, metric } = value
  if (path !== `results/${benchmarkName}/${target}/${name}/${metric}.json`) return `${path} holds another result`
  return differenceOf(reader, value, path.replace(/json$/, 'bin'))
}

/** Compared by what this reader knows of either, so that a newer writer may say more. */
function differenceOf(reader: EvidenceReader, result: StoredResult, path: string): string | undefined {
  try {
    const said = (bytes: Uint8Array) => canonicalJson(decodeResult(bytes) as unknown as JsonObject)
    return said(reader.read(path)) === said(encodeResult(result))
      ? undefined
      : `${path} differs from the JSON beside it`
  } catch (error) {
    return `${path}: ${messageOf(error)}`
  }
}
