/** A bzImage with one setup sector that carries a payload and the size that it unpacks to. */
export function bzImage(payload: Uint8Array, size: number, options: { readonly gzip?: boolean } = {}): Uint8Array {
  const tail = Buffer.alloc(options.gzip ? 0 : 4)
  if (tail.length > 0) tail.writeUInt32LE(size)
  const offset = 0x100
  const body = Buffer.concat([Buffer.alloc(offset), payload, tail])
  const padded = Buffer.concat([body, Buffer.alloc((16 - (body.length % 16)) % 16)])
  const setup = Buffer.alloc(1024)
  setup[0x1f1] = 1
  setup.writeUInt32LE(padded.length / 16, 0x1f4)
  setup.write('HdrS', 0x202, 'latin1')
  setup.writeUInt16LE(0x20f, 0x206)
  setup.writeUInt32LE(offset, 0x248)
  setup.writeUInt32LE(payload.length + tail.length, 0x24c)
  return new Uint8Array(Buffer.concat([setup, padded]))
}
