import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import { hex64 } from '../../define/schema.ts'
import { Type } from '../../define/type.ts'
import { readCanonicalJson } from '../../encode/strict.ts'
import { CapbenchError } from '../../error.ts'

/** What the payload of an envelope is: an in-toto statement. */
export const payloadType = 'application/vnd.in-toto+json'

const maxEnvelopeBytes = 1024 * 1024

/**
 * A DSSE envelope. Each signature names its key by the SHA-256 of its SubjectPublicKeyInfo: an unauthenticated hint,
 * which selects among the caller's keys and adds none.
 */
const Envelope = Type.Object({
  payload: Type.String(),
  payloadType: Type.String(),
  signatures: Type.Array(Type.Object({ keyid: hex64, sig: Type.String() }), { minItems: 1, maxItems: 64 }),
})
export type Envelope = Static<typeof Envelope>

/** @throws CAPBENCH_HOSTILE where the bytes are not canonical JSON, or not an envelope */
export function readEnvelope(bytes: Uint8Array): Envelope {
  const value = readCanonicalJson(bytes, { maxBytes: maxEnvelopeBytes })
  if (Check(Envelope, value)) return value
  throw new CapbenchError('CAPBENCH_HOSTILE', 'it is no DSSE envelope with 1 to 64 signatures that name their keys')
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** The bytes, where the text is their one encoding (RFC 4648, section 4: padded, no spare bits); else undefined. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
