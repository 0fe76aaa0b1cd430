/** A 64-bit ELF kernel with a PVH entry note; its code starts there, in 32-bit protected mode without paging. */
export function pvhKernel(
  code: readonly number[],
  options: { readonly note?: boolean; readonly machine?: number } = {},
) {
  const entry = 0x100000
  const file = Buffer.alloc(0x1100)
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  file.writeUInt16LE(2, 16)
  file.writeUInt16LE(options.machine ?? 62, 18)
  file.writeUInt32LE(1, 20)
  file.writeBigUInt64LE(BigInt(entry), 24)
  file.writeBigUInt64LE(64n, 32)
  file.writeUInt16LE(64, 52)
  file.writeUInt16LE(56, 54)
  file.writeUInt16LE(2, 56)
  const segment = (index: number, type: number, offset: number, address: number, size: number): void => {
    const at = 64 + index * 56
    file.writeUInt32LE(type, at)
    file.writeUInt32LE(7, at + 4)
    file.writeBigUInt64LE(BigInt(offset), at + 8)
    file.writeBigUInt64LE(BigInt(address), at + 16)
    file.writeBigUInt64LE(BigInt(address), at + 24)
    file.writeBigUInt64LE(BigInt(size), at + 32)
    file.writeBigUInt64LE(BigInt(size), at + 40)
    file.writeBigUInt64LE(4n, at + 48)
  }
  segment(0, 1, 0x1000, entry, 0x100)
  segment(1, options.note === false ? 0 : 4, 0x200, entry + 0x1000, 20)
  file.writeUInt32LE(4, 0x200)
  file.writeUInt32LE(4, 0x204)
  file.writeUInt32LE(18, 0x208)
  file.write('Xen\0', 0x20c, 'latin1')
  file.writeUInt32LE(entry, 0x210)
  file.set(code, 0x1000)
  return new Uint8Array(file)
}

/** `cli; jmp $` */
export const spin = [0xfa, 0xeb, 0xfe] as const
/** `mov dx, 0xf4; mov al, value; out dx, al; jmp $` */
export const leaveWith = (value: number) => [0x66, 0xba, 0xf4, 0x00, 0xb0, value, 0xee, 0xeb, 0xfe] as const
/** `lidt [zero]; ud2`: no handler for the fault, nor for the fault of that */
export const tripleFault = [0x0f, 0x01, 0x1d, 0, 0, 0, 0, 0x0f, 0x0b] as const
