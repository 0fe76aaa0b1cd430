import type { GuestTopology } from './emulator.ts'
import { type EmulatorOption, propertiesOf } from './options.ts'

const units: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4 }

/**
 * `-m 128`, `-m 1G`, `-m size=512M,slots=2,maxmem=4G` in bytes; without a unit QEMU takes MiB. Null where unreadable.
 */
export function memoryBytesOf(value: string | undefined): number | null {
  if (value === undefined) return null
  const [, number, unit = 'm'] =
    /^(\d+(?:\.\d+)?)([bkmgt])?$/i.exec(propertiesOf(value, 'size').get('size') ?? '') ?? []
  const bytes = Number(number) * 1024 ** (units[unit.toLowerCase()] ?? 2)
  return number !== undefined && Number.isSafeInteger(bytes) ? bytes : null
}

/**
 * `-smp 4`, `-smp cpus=4`, `-smp sockets=2,cores=2`: without a count it is the product of what is given, or `maxcpus`
 * (hw/core/machine-smp.c). One where the option is not given.
 */
export function topologyOf(value: string | undefined): {
  readonly vcpus: number | null
  readonly topology: GuestTopology
} {
  const given = propertiesOf(value ?? '1', 'cpus')
  const read = (name: string): number | null => {
    const text = given.get(name)
    return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : null
  }
  const topology = { sockets: read('sockets'), cores: read('cores'), threads: read('threads') }
  const parts = ['sockets', 'drawers', 'books', 'dies', 'clusters', 'modules', 'cores', 'threads'].map(read)
  const product = parts.some((part) => part !== null) ? parts.reduce<number>((all, part) => all * (part ?? 1), 1) : null
  return { vcpus: given.has('cpus') ? read('cpus') : (read('maxcpus') ?? product), topology }
}

/** `-accel` several times, `-machine accel=kvm:tcg` and `-enable-kvm`: every name once, in this order. */
export function acceleratorsOf(options: readonly EmulatorOption[]): readonly string[] {
  const named = options.flatMap(({ name, value = '' }) => {
    switch (name) {
      case 'accel':
        return [propertiesOf(value, 'accel').get('accel') ?? '']
      case 'M':
      case 'machine':
        return (propertiesOf(value, 'type').get('accel') ?? '').split(':')
      case 'enable-kvm':
        return ['kvm']
      default:
        return []
    }
  })
  return [...new Set(named.filter((name) => name !== ''))]
}
