import type { Drive } from '../command/boot.ts'
import { debugExit, type Machine } from '../command/machine.ts'
import { cpuModel } from '../machine-target/machine.ts'
import type { Accelerator } from '../probe/accelerator.ts'
import { replaceNames } from './extra/names.ts'
import type { Images } from './images.ts'
import type { ImageGuestSettings } from './settings.ts'

const diskDevices = { ide: 'ide-hd', virtio: 'virtio-blk-pci' } as const

/** A CD-ROM is booted before a disk. */
function drivesOf({ arch, diskBus }: ImageGuestSettings, { iso, disk }: Images): readonly Drive[] {
  const drives: Drive[] = []
  // Without IDE a CD-ROM is a disk that cannot be written.
  const cdrom = arch === 'x86_64' ? 'ide-cd' : 'virtio-blk-pci'
  if (iso) drives.push({ id: 'cdrom', path: iso.path, format: 'raw', media: 'cdrom', device: `${cdrom},bootindex=0` })
  if (disk) {
    const device = diskBus === 'none' ? {} : { device: `${diskDevices[diskBus]},bootindex=1` }
    drives.push({ id: 'disk', path: disk.path, format: disk.format, media: 'disk', ...device })
  }
  return drives
}

/**
 * The machine of a run.
 *
 * @param values what stands for names in braces: `nonce`, and the paths of `files`
 */
export function imageMachine(
  settings: ImageGuestSettings,
  images: Images,
  accelerator: Accelerator,
  vcpus: number,
  values: Readonly<Record<string, string>>,
): Machine {
  const { exit, append } = settings
  const { kernel, initrd, bios, pflash } = images
  return {
    arch: settings.arch,
    type: settings.machine,
    accelerator,
    cpu: cpuModel(settings, accelerator),
    memoryMiB: settings.memoryMiB,
    vcpus,
    ...(kernel && { kernel: kernel.path }),
    ...(initrd && { initrd: initrd.path }),
    ...(append !== undefined && { append: append.replaceAll('{nonce}', values.nonce ?? '') }),
    ...(bios && { bios: bios.path }),
    pflash: pflash.map(({ path }) => path),
    drives: drivesOf(settings, images),
    ports: settings.ports,
    exit: exit.by === 'debug-exit' ? { ...debugExit, ...exit } : 'none',
    // -snapshot covers the drives of further arguments as well
    further: ['-snapshot', ...settings.extraArgs.map((word) => replaceNames(word, values))],
  }
}
