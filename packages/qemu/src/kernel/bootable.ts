import { CapbenchError } from '@capbench/core'
import { extractVmlinux, isBzImage } from './bzimage.ts'
import { elfMagic, inspectElf } from './elf.ts'

/** A kernel that QEMU can boot by the PVH protocol: uncompressed, 64-bit, with an entry for it. */
export interface BootableKernel {
  readonly format: 'bzImage' | 'vmlinux'
  readonly vmlinux: Uint8Array
}

const EM_X86_64 = 62

function looksLike(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'it is empty'
  const head = bytes.subarray(0, 64)
  const text = head.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d)
  return text ? 'it looks like text' : `it starts with ${Buffer.from(head.subarray(0, 8)).toString('hex')}`
}

/**
 * Turns the bytes of a kernel file into what is booted. A bad file is found here, before QEMU: a truncated bzImage, for
 * one, makes QEMU reset in silence with exit code 0.
 *
 * @throws CapbenchError `CAPBENCH_HOSTILE` or `CAPBENCH_MISSING`, saying what is wrong with the file
 */
export function bootableKernel(bytes: Uint8Array): BootableKernel {
  const elf = elfMagic.every((byte, index) => bytes[index] === byte)
  if (!elf && !isBzImage(bytes))
    throw new CapbenchError(
      'CAPBENCH_HOSTILE',
      `a bzImage or an ELF vmlinux was wanted; ${looksLike(bytes)}. Give the path of an x86-64 Linux kernel image`,
    )
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
