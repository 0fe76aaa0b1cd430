import { refuseUnknownOptions } from '@capbench/core'
import { guestOf } from './guest.ts'
import { type ImageGuestOptions, optionNames } from './options.ts'
import { imageGuestSettings } from './settings.ts'

/** Choices of a capOS guest: those of an image, less what capOS decides. */
export interface CapOSGuestOptions<Name extends string = 'capos'>
  extends Omit<ImageGuestOptions<Name, 'capos'>, 'name' | 'system' | 'arch' | 'iso' | 'exit'> {
  /** Default `capos`. */
  readonly name?: Name
  /** The ISO that its build makes. */
  readonly iso: string
  /**
   * The exit code of QEMU after which all went well: odd, 3 to 255. A kernel that writes v to isa-debug-exit gives
   * `(v << 1) | 1`. capOS's own value is not known here, so it has no default.
   */
  readonly exitCode: number
  /** The port of isa-debug-exit. Default 0xf4. */
  readonly exitPort?: number
}

/**
 * capOS from its ISO: console on COM1, a definite end by isa-debug-exit, as its build documentation says. Its log lines
 * (`measure: ...`, those of the scale demos) are read by the plugin, with `lines` of `@capbench/core` for example.
 *
 * No image of capOS was at hand when this was written, so nothing here was tried with it: value and port of its exit,
 * memory, and the machine type that it wants are the caller's to say; the same boot path is tested with the GRUB rescue
 * CD. For its own make targets use `harnessTarget`.
 *
 * @throws as `imageGuest`
 */
export function capOSGuest<const Name extends string = 'capos'>(options: CapOSGuestOptions<Name>) {
  const own = ['system', 'arch', 'exit']
  refuseUnknownOptions('capOSGuest', options, [
    ...optionNames.filter((name) => !own.includes(name)),
    'exitCode',
    'exitPort',
  ])
  const { exitCode, exitPort, ...image } = options
  const iobase = exitPort === undefined ? {} : { iobase: exitPort }
  const exit = { by: 'debug-exit', code: exitCode, ...iobase } as const
  return guestOf<Name, 'capos'>(
    imageGuestSettings({ ...image, name: options.name ?? 'capos', system: 'capos', exit }, 'capOSGuest'),
  )
}
