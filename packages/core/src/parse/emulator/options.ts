/** One option of a QEMU command line, without its dashes; `value` is absent where the option takes none. */
export interface EmulatorOption {
  readonly name: string
  readonly value?: string
}

/** A QEMU command line, taken apart. */
export interface EmulatorCommand {
  /** The program, where the first word is none of its options. */
  readonly file: string | undefined
  readonly options: readonly EmulatorOption[]
}

/** Options of QEMU that take no value (qemu-options.hx, versions 5 to 9); every other one takes the next word. */
const flags = new Set(
  [
    'h help version enable-kvm no-kvm no-reboot no-shutdown nographic S s nodefaults no-user-config nodefconfig',
    'daemonize snapshot no-acpi no-hpet no-fd-bootchk full-screen curses sdl gtk no-quit no-frame alt-grab ctrl-grab',
    'usb win2k-hack rtc-td-hack singlestep one-insn-per-tb only-migratable mem-prealloc preconfig enable-fips',
    'semihosting xen-attach xen-domid-restrict old-param portrait async-teardown enable-sync-profile no-kvm-irqchip',
  ].flatMap((line) => line.split(' ')),
)

/**
 * Takes the words of a QEMU command line apart as QEMU does: one dash or two, the value always in the next word. A word
 * without a dash that is no value is the image of a disk, and left out.
 */
export function emulatorCommand(args: readonly string[]): EmulatorCommand {
  const [first] = args
  const file = first !== undefined && !first.startsWith('-') ? first : undefined
  const options: EmulatorOption[] = []
  for (let at = file === undefined ? 0 : 1; at < args.length; at++) {
    const name = /^--?(.+)$/.exec(args[at] ?? '')?.[1]
    if (name === undefined) continue
    const value = flags.has(name) ? undefined : args[++at]
    options.push({ name, ...(value !== undefined && { value }) })
  }
  return { file, options }
}

/**
 * The properties of an option's value: `4,sockets=1` is `{ <first>: '4', sockets: '1' }`. A doubled comma is a comma of
 * the value (docs/system/introduction of QEMU).
 *
 * @param first name of what stands before the first comma without a name of its own
 */
export function propertiesOf(value: string, first: string): ReadonlyMap<string, string> {
  const parts = value.replaceAll(',,', '\0').split(',')
  return new Map(
    parts.map((part, index) => {
      const text = part.replaceAll('\0', ',')
      const at = text.indexOf('=')
      if (at < 0) return index === 0 ? [first, text] : [text, 'on']
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}
