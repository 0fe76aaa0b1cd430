import type { AuthorityProfile } from '../profile.ts'
import type { Term } from '../terms.ts'

/** One capability of a bundle: what it is called, which interface it serves, and what of it may be used. */
export interface CapOSGrant {
  readonly capability: string
  /** The Cap'n Proto id of its interface, `0x` and hexadecimal digits; null where it is not known. */
  readonly interfaceId: string | null
  readonly rights: readonly string[]
}

type Capability = Pick<CapOSGrant, 'capability' | 'rights'>

/**
 * What each term needs on capOS, from its public pages (architecture and programming pages, 2026-06). `inherent`: a
 * process has it without a capability. `none`: no capability for it was found there, so that no bundle can grant it.
 * Interface ids are not on those pages and are the caller's to give.
 */
export const capOSTerms: Readonly<Record<Term, readonly Capability[] | 'inherent' | 'none'>> = {
  cpu: 'inherent',
  'clock.monotonic': [{ capability: 'Timer', rights: ['now'] }],
  'clock.cycles': 'inherent',
  'clock.realtime': 'none',
  'clock.cpu': 'none',
  'memory.map': [{ capability: 'VirtualMemory', rights: ['map', 'protect', 'unmap'] }],
  'memory.share': [
    { capability: 'FrameAllocator', rights: ['allocate'] },
    { capability: 'MemoryObject', rights: ['map'] },
  ],
  'memory.exec': 'none',
  'process.spawn': [
    { capability: 'ProcessSpawner', rights: ['spawn'] },
    { capability: 'ProcessHandle', rights: ['wait'] },
  ],
  'process.exec': 'none',
  'thread.spawn': [
    { capability: 'ThreadSpawner', rights: ['spawn'] },
    { capability: 'ThreadHandle', rights: ['join'] },
  ],
  'ipc.pipe': [
    { capability: 'ProcessSpawner', rights: ['createPipe'] },
    { capability: 'Pipe', rights: ['read', 'write'] },
  ],
  'ipc.socketpair': 'none',
  'ipc.futex': [{ capability: 'ParkSpace', rights: ['park', 'unpark'] }],
  'ipc.event': 'inherent',
  'ipc.sysv': 'none',
  'ipc.mq': 'none',
  timer: [{ capability: 'Timer', rights: ['sleep'] }],
  signal: 'none',
  'signal.other': 'none',
  'sched.affinity': 'none',
  'sched.priority': 'none',
  'file.read': [
    { capability: 'Directory', rights: ['open'] },
    { capability: 'File', rights: ['read'] },
  ],
  'file.write': [
    { capability: 'Directory', rights: ['create'] },
    { capability: 'File', rights: ['write'] },
  ],
  'net.loopback': 'none',
  'net.external': [
    { capability: 'TcpListenAuthority', rights: ['listen'] },
    { capability: 'TcpListener', rights: ['accept'] },
    { capability: 'TcpSocket', rights: ['receive', 'send'] },
  ],
  device: [
    { capability: 'BlockDevice', rights: ['read', 'write'] },
    { capability: 'Nic', rights: ['receive', 'send'] },
  ],
  counters: [
    { capability: 'NullCap', rights: ['call'] },
    { capability: 'ParkBench', rights: ['call'] },
  ],
  trace: 'none',
  random: 'none',
  'time.set': 'none',
  power: 'none',
  module: 'none',
  mount: 'none',
  namespace: 'none',
  bpf: 'none',
  'io.uring': 'inherent',
  keys: 'none',
  limits: 'none',
  identity: 'none',
  'system.info': 'none',
  'posture.change': 'none',
  'stats.read(schedstat)': 'none',
  'stats.read(interrupts)': 'none',
  'stats.read(softirqs)': 'none',
  'stats.read(vmstat)': 'none',
  'stats.read(context-switches)': 'none',
}

/** Interface ids by the name of the capability. */
export type CapOSInterfaces = Readonly<Record<string, string>>

/**
 * The bundle of capabilities that a profile comes to on capOS: each once, with all rights that its terms need, sorted.
 *
 * @param interfaces ids from capOS's own schema; a capability that is not among them has the id null, which is compared
 *   with nothing
 */
export function capOSBundle(
  { terms }: Pick<AuthorityProfile, 'terms'>,
  interfaces: CapOSInterfaces = {},
): readonly CapOSGrant[] {
  const needed = terms.flatMap((term) => {
    const capabilities = capOSTerms[term]
    return typeof capabilities === 'string' ? [] : capabilities
  })
  return bundleOf(
    needed.map(({ capability, rights }) => ({
      capability,
      interfaceId: Object.hasOwn(interfaces, capability) ? (interfaces[capability] ?? null) : null,
      rights,
    })),
  )
}

/** One grant for each capability and interface, its rights sorted and each once. */
export function bundleOf(grants: readonly CapOSGrant[]): readonly CapOSGrant[] {
  const merged = new Map<string, CapOSGrant>()
  for (const { capability, interfaceId, rights } of grants) {
    const key = `${capability} ${interfaceId ?? ''}`
    const all = [...(merged.get(key)?.rights ?? []), ...rights]
    merged.set(key, { capability, interfaceId, rights: [...new Set(all)].sort() })
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant)
}
