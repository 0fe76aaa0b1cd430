import { verify } from 'node:crypto'
import { CapbenchError, messageOf } from '../../error.ts'
import { refuseUnknownOptions } from '../../options.ts'
import { openDirectory } from '../directory.ts'
import { completeness, readManifests, wrongDigests } from '../manifest-faults.ts'
import type { EvidenceReader } from '../reader.ts'
import { type Envelope, fromBase64, payloadType, readEnvelope } from './envelope.ts'
import { type Ed25519Key, type PublicKey, readPublicKey } from './keys.ts'
import { preAuthEncoding } from './pae.ts'
import { type StatementFault, statementFaults } from './statement.ts'

/** The keys that are trusted, and how many of them must have signed. */
export interface TrustedKeys {
  /** Ed25519 keys whose word is taken: the caller's, never any that came with the evidence. */
  readonly publicKeys: readonly Ed25519Key[]
  /** How many different ones of them must have signed. Default 1. */
  readonly atLeast?: number
}

/** Why a signature is refused. */
export interface SignatureFault {
  readonly name:
    | 'malformed-envelope'
    | 'another-payload-type'
    | 'too-few-signatures'
    | 'broken-campaign'
    | StatementFault['name']
  readonly detail: string
}

/** What is said of a signature. */
export type SignatureVerdict =
  | {
      readonly outcome: 'accepted'
      /** Those of the given keys that signed, each by the SHA-256 of its SubjectPublicKeyInfo, sorted. */
      readonly keyIds: readonly string[]
    }
  | { readonly outcome: 'refused'; readonly reasons: readonly SignatureFault[] }

/** The caller's keys, read once. */
export interface Trust {
  readonly keys: ReadonlyMap<string, PublicKey>
  readonly atLeast: number
}

/** @throws CAPBENCH_USAGE for a key that `readPublicKey` refuses, and for a number that the keys cannot reach */
export function readTrust({ publicKeys, atLeast = 1 }: TrustedKeys): Trust {
  const keys = new Map(publicKeys.map(readPublicKey).map((key) => [key.keyId, key]))
  if (Number.isInteger(atLeast) && atLeast >= 1 && atLeast <= keys.size) return { keys, atLeast }
  const wanted = 'atLeast is a whole number from 1 to the number of different public keys'
  throw new CapbenchError('CAPBENCH_USAGE', `${wanted}; it is ${atLeast}, and there are ${keys.size} keys`)
}

/**
 * Whether enough of the caller's keys vouch for a campaign as it lies there: its files must be those of its manifests,
 * and the statement must be about them. That the numbers follow from the logs is for `verifyEvidence` to say.
 *
 * @param envelope the bytes of the envelope, at most 1 MiB
 * @param options `maxBytes`: most bytes of all files together, refused before one of them is read; default 2 GiB
 * @throws CAPBENCH_USAGE for keys that are no Ed25519 public keys, are of small order, or cannot reach `atLeast`
 */
export function verifySignature(
  directory: string,
  envelope: Uint8Array,
  options: TrustedKeys & { readonly maxBytes?: number },
): SignatureVerdict {
  refuseUnknownOptions('verifySignature', options, ['publicKeys', 'atLeast', 'maxBytes'])
  const trust = readTrust(options)
  try {
    const reader = openDirectory(directory, options.maxBytes)
    const listed = readManifests(reader)
    const faults = [...completeness(reader, listed), ...wrongDigests(reader, listed.all)]
    if (faults.length === 0) return judgeSignature(reader, envelope, trust)
    return { outcome: 'refused', reasons: faults.map((detail) => ({ name: 'broken-campaign', detail })) }
  } catch (error) {
    return refused('broken-campaign', messageOf(error))
  }
}

/** The same for a directory whose digests were compared. Nothing of a payload is read before enough keys signed it. */
export function judgeSignature(reader: EvidenceReader, bytes: Uint8Array, trust: Trust): SignatureVerdict {
  let envelope: Envelope
  try {
    envelope = readEnvelope(bytes)
  } catch (error) {
    return refused('malformed-envelope', messageOf(error))
  }
  if (envelope.payloadType !== payloadType) {
    return refused('another-payload-type', `the payload is of type ${envelope.payloadType}, not ${payloadType}`)
  }
  const payload = fromBase64(envelope.payload)
  const signatures = envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig: fromBase64(sig) }))
  if (payload === undefined || signatures.some(({ sig }) => sig?.length !== 64)) {
    return refused('malformed-envelope', 'payload and signatures are padded base64, and a signature has 64 bytes')
  }
  const signed = preAuthEncoding(payloadType, payload)
  const valid = signatures.filter(({ keyid, sig }) => {
    const key = trust.keys.get(keyid)?.key
    return key !== undefined && sig !== undefined && verify(null, signed, key, sig)
  })
  const keyIds = [...new Set(valid.map(({ keyid }) => keyid))].sort()
  if (keyIds.length < trust.atLeast) {
    const which = signatures.map(({ keyid }) => keyid).join(', ')
    return refused(
      'too-few-signatures',
      `${keyIds.length} of the keys given have signed, ${trust.atLeast} must; it names the keys ${which}`,
    )
  }
  const reasons = statementFaults(payload, reader)
  return reasons.length === 0 ? { outcome: 'accepted', keyIds } : { outcome: 'refused', reasons }
}

function refused(name: SignatureFault['name'], detail: string): SignatureVerdict {
  return { outcome: 'refused', reasons: [{ name, detail }] }
}
