/** An arm64 boot image with an EFI header of two sections, the second of which ends with the file. It runs nothing. */
export function arm64Image(options: { readonly machine?: number; readonly memory?: number } = {}): Uint8Array {
  const file = Buffer.alloc(0x2000)
  file.write('MZ', 0, 'latin1')
  file.writeBigUInt64LE(BigInt(options.memory ?? 0x10000), 0x10)
  file.writeBigUInt64LE(10n, 0x18)
  file.write('ARM\x64', 0x38, 'latin1')
  file.writeUInt32LE(0x40, 0x3c)
  file.write('PE\0\0', 0x40, 'latin1')
  file.writeUInt16LE(options.machine ?? 0xaa64, 0x44)
  file.writeUInt16LE(2, 0x46)
  file.writeUInt16LE(0xa0, 0x54)
  for (const [index, at] of [0x1000, 0x1800].entries()) {
    const section = 0x40 + 24 + 0xa0 + index * 40
    file.writeUInt32LE(0x800, section + 16)
    file.writeUInt32LE(at, section + 20)
  }
  return new Uint8Array(file)
}
