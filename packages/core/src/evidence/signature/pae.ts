/**
 * The bytes that a DSSE signature covers: the pre-authentication encoding of DSSE v1.0, protocol.md. Lengths are those
 * of the bytes, in decimal, so that no type can run over into the body.
 */
export function preAuthEncoding(payloadType: string, body: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${body.length} `
  return Buffer.concat([Buffer.from(head), body])
}
