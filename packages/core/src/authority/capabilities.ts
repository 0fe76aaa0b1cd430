import type { Term } from './terms.ts'

/**
 * Capabilities of Linux by number (include/uapi/linux/capability.h), each with a term that holding it would grant. Of a
 * capability that grants many, the one that is hardest to take back is named.
 */
export const linuxCapabilities = [
  ['CAP_CHOWN', 'file.write'],
  ['CAP_DAC_OVERRIDE', 'file.write'],
  ['CAP_DAC_READ_SEARCH', 'file.read'],
  ['CAP_FOWNER', 'file.write'],
  ['CAP_FSETID', 'file.write'],
  ['CAP_KILL', 'signal.other'],
  ['CAP_SETGID', 'identity'],
  ['CAP_SETUID', 'identity'],
  ['CAP_SETPCAP', 'identity'],
  ['CAP_LINUX_IMMUTABLE', 'file.write'],
  ['CAP_NET_BIND_SERVICE', 'net.external'],
  ['CAP_NET_BROADCAST', 'net.external'],
  ['CAP_NET_ADMIN', 'net.external'],
  ['CAP_NET_RAW', 'net.external'],
  ['CAP_IPC_LOCK', 'limits'],
  ['CAP_IPC_OWNER', 'ipc.sysv'],
  ['CAP_SYS_MODULE', 'module'],
  ['CAP_SYS_RAWIO', 'device'],
  ['CAP_SYS_CHROOT', 'mount'],
  ['CAP_SYS_PTRACE', 'trace'],
  ['CAP_SYS_PACCT', 'system.info'],
  ['CAP_SYS_ADMIN', 'mount'],
  ['CAP_SYS_BOOT', 'power'],
  ['CAP_SYS_NICE', 'sched.priority'],
  ['CAP_SYS_RESOURCE', 'limits'],
  ['CAP_SYS_TIME', 'time.set'],
  ['CAP_SYS_TTY_CONFIG', 'device'],
  ['CAP_MKNOD', 'device'],
  ['CAP_LEASE', 'file.read'],
  ['CAP_AUDIT_WRITE', 'system.info'],
  ['CAP_AUDIT_CONTROL', 'posture.change'],
  ['CAP_SETFCAP', 'identity'],
  ['CAP_MAC_OVERRIDE', 'posture.change'],
  ['CAP_MAC_ADMIN', 'posture.change'],
  ['CAP_SYSLOG', 'system.info'],
  ['CAP_WAKE_ALARM', 'timer'],
  ['CAP_BLOCK_SUSPEND', 'power'],
  ['CAP_AUDIT_READ', 'system.info'],
  ['CAP_PERFMON', 'counters'],
  ['CAP_BPF', 'bpf'],
  ['CAP_CHECKPOINT_RESTORE', 'trace'],
] as const satisfies readonly (readonly [string, Term])[]

/** A capability of a set, and the term that it grants. */
export interface HeldCapability {
  readonly name: string
  readonly term: Term
}

/** The capabilities of a set that the kernel printed as 16 hexadecimal digits, in the order of their numbers. */
export function capabilitiesIn(set: string): readonly HeldCapability[] {
  const bits = BigInt(`0x${set}`)
  return Array.from({ length: 64 }, (_, number) => number)
    .filter((number) => (bits >> BigInt(number)) & 1n)
    .map((number) => {
      const [name, term] = linuxCapabilities[number] ?? [`capability ${number}`, 'identity']
      return { name, term }
    })
}
