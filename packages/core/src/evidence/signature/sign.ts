import { createPublicKey, sign } from 'node:crypto'
import { byCodeUnits, canonicalBytes } from '../../encode/canonical.ts'
import { CapbenchError } from '../../error.ts'
import { refuseUnknownOptions } from '../../options.ts'
import { openDirectory } from '../directory.ts'
import { completeness, readManifests, wrongDigests } from '../manifest-faults.ts'
import { payloadType, readEnvelope, toBase64 } from './envelope.ts'
import { type Ed25519Key, readPrivateKey, readPublicKey } from './keys.ts'
import { preAuthEncoding } from './pae.ts'
import { statementOf } from './statement.ts'

/** With which key a campaign is signed. */
export interface SignOptions {
  /** Ed25519. It is used once and kept nowhere; no key is ever made here. */
  readonly privateKey: Ed25519Key
  /** An envelope of this campaign that others signed: this signature is added to theirs. */
  readonly addTo?: Uint8Array
  /** Most bytes of all files together. Default 2 GiB. */
  readonly maxBytes?: number
}

/**
 * Vouches for a published campaign: an in-toto statement about it in a DSSE envelope, signed with Ed25519 (RFC 8032).
 * A signature says who vouches, never that a number is right.
 *
 * @returns the RFC 8785 bytes of the envelope, to be kept outside of the campaign's directory, which never changes
 * @throws CAPBENCH_USAGE for another kind of key, or an envelope of another campaign; CAPBENCH_HOSTILE where the
 *   directory is not whole by its own manifests
 */
export function signCampaign(directory: string, options: SignOptions): Uint8Array {
  refuseUnknownOptions('signCampaign', options, ['privateKey', 'addTo', 'maxBytes'])
  const privateKey = readPrivateKey(options.privateKey)
  const { keyId } = readPublicKey(createPublicKey(privateKey))
  const reader = openDirectory(directory, options.maxBytes)
  const listed = readManifests(reader)
  const [fault] = [...completeness(reader, listed), ...wrongDigests(reader, listed.all)]
  if (fault !== undefined) throw new CapbenchError('CAPBENCH_HOSTILE', `${directory} is not signed: ${fault}`)
  const statement = canonicalBytes(statementOf(reader))
  const payload = toBase64(statement)
  const before = options.addTo === undefined ? undefined : readEnvelope(options.addTo)
  if (before !== undefined && (before.payload !== payload || before.payloadType !== payloadType)) {
    throw new CapbenchError('CAPBENCH_USAGE', `the envelope in \`addTo\` is not about ${directory} as it is`)
  }
  const sig = toBase64(sign(null, preAuthEncoding(payloadType, statement), privateKey))
  const others = before?.signatures.filter(({ keyid }) => keyid !== keyId) ?? []
  const signatures = [...others, { keyid: keyId, sig }].sort((a, b) => byCodeUnits(a.keyid, b.keyid))
  return canonicalBytes({ payload, payloadType, signatures })
}
