import { type Architecture, CapbenchError } from '@capbench/core'
import { checkArm64Image, gunzipKernel, isArm64Image, isZboot } from './arm64-image.ts'
import { extractVmlinux, isBzImage } from './bzimage.ts'
import { elfMagic, inspectElf } from './elf.ts'

/** What kernels are distributed as, and for which architecture: the first two carry an ELF file. */
export const kernelFormats = {
  bzImage: 'x86_64',
  vmlinux: 'x86_64',
  Image: 'aarch64',
  'Image.gz': 'aarch64',
} as const satisfies Record<string, Architecture>
export type KernelFormat = keyof typeof kernelFormats

/**
 * A kernel that QEMU can boot, uncompressed: by the PVH protocol an x86-64 ELF file with an entry for it; or an arm64
 * Image.
 */
export interface BootableKernel {
  readonly format: KernelFormat
  readonly vmlinux: Uint8Array
}

const EM_X86_64 = 62
const EM_AARCH64 = 183
const isElf = (bytes: Uint8Array): boolean => elfMagic.every((byte, index) => bytes[index] === byte)
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

function looksLike(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'it is empty'
  const head = bytes.subarray(0, 64)
  const text = head.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d)
  return text ? 'it looks like text' : `it starts with ${Buffer.from(head.subarray(0, 8)).toString('hex')}`
}

/** What the file is, where it is a kernel for another architecture. */
function foreignKernel(bytes: Uint8Array): Architecture | undefined {
  if (isBzImage(bytes)) return 'x86_64'
  if (isArm64Image(bytes) || isZboot(bytes)) return 'aarch64'
  if (!isElf(bytes)) return undefined
  const { machine } = inspectElf(bytes)
  return machine === EM_X86_64 ? 'x86_64' : machine === EM_AARCH64 ? 'aarch64' : undefined
}

/**
 * Turns the bytes of a kernel file into what is booted. A bad file is found here, before QEMU: a truncated bzImage, for
 * one, makes QEMU reset in silence with exit code 0.
 *
 * @throws CapbenchError `CAPBENCH_HOSTILE` or `CAPBENCH_MISSING`, saying what is wrong with the file
 */
export function bootableKernel(bytes: Uint8Array, arch: Architecture = 'x86_64'): BootableKernel {
  switch (arch) {
    case 'x86_64':
      return x86Kernel(bytes)
    case 'aarch64':
      return arm64Kernel(bytes)
    default:
      return arch satisfies never
  }
}

function x86Kernel(bytes: Uint8Array): BootableKernel {
  const elf = isElf(bytes)
  if (!elf && !isBzImage(bytes)) {
    const what = foreignKernel(bytes) === 'aarch64' ? 'this is an arm64 kernel' : looksLike(bytes)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `a bzImage or an ELF vmlinux was wanted; ${what}. Give the path of an x86-64 Linux kernel image`,
    )
  }
  const vmlinux = elf ? bytes : extractVmlinux(bytes)
  const facts = inspectElf(vmlinux)
  if (facts.bits !== 64 || facts.machine !== EM_X86_64)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `an x86-64 kernel was wanted; this is ELF${facts.bits} for machine ${facts.machine} (x86-64 is ${EM_X86_64})`,
    )
  if (facts.pvhEntry === undefined)
    throw new CapbenchError(
      'CAPBENCH_MISSING',
      'the kernel has no PVH entry note (CONFIG_PVH=y), without which QEMU cannot boot it uncompressed; Debian cloud kernels have it',
    )
  return { format: elf ? 'vmlinux' : 'bzImage', vmlinux }
}

function arm64Kernel(bytes: Uint8Array): BootableKernel {
  if (isZboot(bytes))
    throw new CapbenchError(
      'CAPBENCH_MISSING',
      'the kernel unpacks itself only where EFI firmware starts it (CONFIG_EFI_ZBOOT); give the uncompressed Image instead',
    )
  const packed = isGzip(bytes)
  const image = packed ? gunzipKernel(bytes) : bytes
  if (!isArm64Image(image)) {
    const foreign = foreignKernel(image)
    const what =
      foreign === 'x86_64'
        ? 'this is an x86-64 kernel'
        : foreign === 'aarch64'
          ? 'this is an ELF vmlinux, which QEMU cannot boot'
          : looksLike(image)
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `an arm64 Image, plain or with gzip, was wanted; ${what}. Give the path of an arm64 Linux kernel image`,
    )
  }
  checkArm64Image(image)
  return { format: packed ? 'Image.gz' : 'Image', vmlinux: image }
}
