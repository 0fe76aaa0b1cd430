import { readFile } from 'node:fs/promises'

/** This boot of the host: what is measured of its CPUs and clocks holds until the next one. */
export async function hostBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
}

/** The flags of the first CPU in a text of `/proc/cpuinfo`; empty on an architecture that has none. */
export function cpuFlags(cpuinfo: string): readonly string[] {
  return /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/) ?? []
}
