import { type AuthorityProfile, defineAuthorityProfile, type Term } from '@capbench/core'
import { intentOf, type MeasuredVariant } from '../intents/intents.ts'

/** What the worker needs for itself: clocks, a process for each intent, memory to share with it, and to place it. */
const own = [
  'cpu',
  'clock.monotonic',
  'clock.cpu',
  'memory.map',
  'memory.share',
  'process.spawn',
  'signal',
  'sched.affinity',
] as const

/**
 * Everything that the intents of a set may do. It measures system calls, so no filter stands before them, and the
 * posture says so.
 */
export function profileFor(name: string, variants: readonly MeasuredVariant[]): AuthorityProfile {
  const wanted = variants.flatMap(({ intent }) => intentOf(intent).authority)
  return defineAuthorityProfile({ name, terms: [...new Set<Term>([...own, ...wanted])], posture: { filter: false } })
}

/** Needs that the program knows by name, and the terms that permit them. */
const permittedBy: Readonly<Record<string, readonly Term[]>> = {
  'process.exec': ['process.exec'],
  file: ['file.read', 'file.write'],
  'net.loopback': ['net.loopback'],
  'ipc.pipe': ['ipc.pipe'],
  'ipc.socketpair': ['ipc.socketpair'],
  'ipc.futex': ['ipc.futex'],
  'ipc.event': ['ipc.event'],
  'ipc.sysv': ['ipc.sysv'],
  'thread.spawn': ['thread.spawn'],
  'device.null': ['file.read', 'file.write'],
  io_uring: ['io.uring'],
}

/** What the program must not even try, in its own names: a list with commas, or `-`. */
export function withheld({ terms }: AuthorityProfile): string {
  const kept = Object.entries(permittedBy).filter(([, needed]) => !needed.every((term) => terms.includes(term)))
  return kept.map(([need]) => need).join(',') || '-'
}
