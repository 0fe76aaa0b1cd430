import type { JsonObject } from '@capbench/core'
import { changeOf, type DiskImage, describeDisk, describeImage, type ImageFile } from './image-file.ts'
import type { ImageGuestSettings } from './settings.ts'

/** Every file of a target, as it was when the target was prepared. */
export interface Images {
  readonly kernel?: ImageFile
  readonly initrd?: ImageFile
  readonly iso?: ImageFile
  readonly disk?: DiskImage
  readonly bios?: ImageFile
  readonly pflash: readonly ImageFile[]
  /** Of `extraArgs`, by the name in braces. */
  readonly files: Readonly<Record<string, ImageFile>>
}

/** @throws CapbenchError `CAPBENCH_UNREADABLE` for a file that cannot be booted from */
export async function describeImages({ sources, files }: ImageGuestSettings): Promise<Images> {
  const { kernel, initrd, iso, disk, bios, pflash } = sources
  return {
    ...(kernel !== undefined && { kernel: await describeImage(kernel) }),
    ...(initrd !== undefined && { initrd: await describeImage(initrd) }),
    ...(iso !== undefined && { iso: await describeImage(iso) }),
    ...(disk !== undefined && { disk: await describeDisk(disk) }),
    ...(bios !== undefined && { bios: await describeImage(bios) }),
    pflash: await Promise.all(pflash.map(describeImage)),
    files: Object.fromEntries(
      await Promise.all(Object.entries(files).map(async ([name, path]) => [name, await describeImage(path)] as const)),
    ),
  }
}

const allOf = ({ pflash, files, ...named }: Images): readonly ImageFile[] => [
  ...Object.values(named),
  ...pflash,
  ...Object.values(files),
]

/** Why what would be booted is not what was described, or undefined where it is. */
export async function changeOfImages(images: Images): Promise<string | undefined> {
  for (const file of allOf(images)) {
    const change = await changeOf(file)
    if (change !== undefined) return change
  }
  return undefined
}

/** Digests and sizes for the identity of the target; paths of this host stay out of it. */
export function identityOfImages({ pflash, files, disk, ...named }: Images): JsonObject {
  const told = ({ sha256, bytes }: ImageFile): JsonObject => ({ sha256, bytes })
  const each = (all: Readonly<Record<string, ImageFile>>): JsonObject =>
    Object.fromEntries(Object.entries(all).map(([name, file]) => [name, told(file)]))
  return {
    ...each(named),
    ...(disk && { disk: { ...told(disk), format: disk.format } }),
    ...(pflash.length > 0 && { pflash: pflash.map(told) }),
    ...(Object.keys(files).length > 0 && { files: each(files) }),
  }
}
