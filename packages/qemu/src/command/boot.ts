/** A drive of a machine. Nothing is written to its file: QEMU keeps what the guest writes beside it until it ends. */
export interface Drive {
  /** Names the drive for further arguments: `disk`. */
  readonly id: string
  readonly path: string
  readonly format: 'raw' | 'qcow2'
  readonly media: 'disk' | 'cdrom'
  /** The device that it is attached to, with its properties: `ide-hd,bootindex=1`; absent: further arguments do it. */
  readonly device?: string
}

/** What a machine starts from. Firmware, kernel and drives may come together. */
export interface BootSources {
  /** A kernel that QEMU loads itself. */
  readonly kernel?: string
  /** Path of the initramfs. */
  readonly initrd?: string
  /** Kernel command line. */
  readonly append?: string
  /** Firmware in place of QEMU's own. */
  readonly bios?: string
  /** Contents of the flash chips, in order; what the guest writes to them is lost as well. */
  readonly pflash?: readonly string[]
  readonly drives?: readonly Drive[]
}

/** QEMU ends a value at a comma and takes two for one. */
const escaped = (path: string): string => path.replaceAll(',', ',,')

/** The arguments that say what a machine starts from. */
export function bootArguments({ kernel, initrd, append, bios, pflash, drives }: BootSources): readonly string[] {
  const option = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [name, value]
  return [
    ...option('-bios', bios),
    ...(pflash ?? []).flatMap((path, unit) => [
      '-drive',
      `if=pflash,unit=${unit},format=raw,snapshot=on,file=${escaped(path)}`,
    ]),
    ...(drives ?? []).flatMap(({ id, path, format, media, device }) => {
      const access = media === 'cdrom' ? 'media=cdrom,readonly=on' : 'media=disk,snapshot=on'
      const drive = `if=none,id=${id},format=${format},${access},file=${escaped(path)}`
      return [
        '-drive',
        drive,
        ...(device === undefined ? [] : ['-device', `${device.replace(/^[^,]+/, `$&,drive=${id}`)}`]),
      ]
    }),
    ...option('-kernel', kernel),
    ...option('-initrd', initrd),
    ...option('-append', append),
  ]
}
