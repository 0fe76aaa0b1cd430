import { type AuthorityProfile, defineAuthorityProfile, type Term } from '@capbench/core'
import { intentOf, type MeasuredVariant } from '../intents/intents.ts'

/**
 * What the worker needs for itself: clocks, a process for each intent, memory to share with it, to place it, and a
 * group of processes for it (`identity`), by which all that it started is ended.
 */
const own = [
  'cpu',
  'clock.monotonic',
  'clock.cpu',
  'memory.map',
  'memory.share',
  'process.spawn',
  'signal',
  'sched.affinity',
  'identity',
] as const

/**
 * Everything that the intents of a set may do. It measures system calls, so no filter stands before them, and the
 * posture says so.
 */
export function profileFor(name: string, variants: readonly MeasuredVariant[]): AuthorityProfile {
  const wanted = variants.flatMap(({ intent }) => intentOf(intent).authority)
  return defineAuthorityProfile({ name, terms: [...new Set<Term>([...own, ...wanted])], posture: { filter: false } })
}

/** All needs that the program knows by name, and the terms that permit to ask for them. */
export const permittedBy: Readonly<Record<string, readonly Term[]>> = {
  'process.spawn': ['process.spawn'],
  'process.exec': ['process.exec'],
  file: ['file.read', 'file.write'],
  signal: ['signal'],
  'net.loopback': ['net.loopback'],
  'ipc.pipe': ['ipc.pipe'],
  'ipc.socketpair': ['ipc.socketpair'],
  'ipc.futex': ['ipc.futex'],
  'ipc.event': ['ipc.event'],
  'ipc.sysv': ['ipc.sysv'],
  'thread.spawn': ['thread.spawn'],
  'memory.file': ['memory.share', 'file.read', 'file.write'],
  'process.shell': ['process.exec', 'file.read'],
  io_uring: ['io.uring'],
  smp: ['sched.affinity'],
}

const permitted = ({ terms }: AuthorityProfile, need: string): boolean =>
  permittedBy[need]?.every((term) => terms.includes(term)) === true

/** What the program must not even try, in its own names: a list with commas, or `-`. */
export function withheld(profile: AuthorityProfile): string {
  const kept = Object.keys(permittedBy).filter((need) => !permitted(profile, need))
  return kept.join(',') || '-'
}

/** What each program of ours asks its system for under a profile: a run without one of the answers is not whole. */
export function questions(profile: AuthorityProfile): Readonly<Record<string, readonly string[]>> {
  const linux = Object.keys(permittedBy).filter((need) => permitted(profile, need))
  return { linux, bare: ['cpu.direct', 'smp'] }
}
