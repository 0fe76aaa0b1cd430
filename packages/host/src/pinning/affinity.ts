import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ThreadAffinity } from '@capbench/core'
import { cpusOrNull } from '../topology/files.ts'

/**
 * The CPUs that each thread of a process may use, from `/proc/<pid>/task/<tid>/status`. Threads that end while this
 * reads are left out; a process that has ended has none.
 */
export function readAffinity(pid: number, root = '/'): readonly ThreadAffinity[] {
  return readThreads(pid, 'status', root).flatMap(({ tid, text }) => {
    const comm = /^Name:\t(.*)$/m.exec(text)?.[1]
    const cpus = cpusOrNull(/^Cpus_allowed_list:\t(\S+)$/m.exec(text)?.[1] ?? '')
    return comm === undefined || cpus === null ? [] : [{ tid, comm, cpus }]
  })
}

/** One file of every thread of a process. */
export function readThreads(
  pid: number,
  file: string,
  root = '/',
): readonly { readonly tid: number; readonly text: string }[] {
  const directory = join(root, 'proc', `${pid}`, 'task')
  const read = (tid: string): { tid: number; text: string }[] => {
    try {
      return [{ tid: Number(tid), text: readFileSync(join(directory, tid, file), 'utf8') }]
    } catch {
      return []
    }
  }
  try {
    return readdirSync(directory).flatMap(read)
  } catch {
    return []
  }
}

/** How what was read back compares with what was asked for. */
export interface AffinityComparison {
  /** No thread may run outside the wanted CPUs, and at least one thread was seen. */
  readonly held: boolean
  /** Threads that may run elsewhere. */
  readonly outside: readonly ThreadAffinity[]
  /** Threads that something has bound to fewer of the wanted CPUs, as a program that pins its own workers does. */
  readonly narrower: readonly ThreadAffinity[]
}

export function compareAffinity(wanted: readonly number[], seen: readonly ThreadAffinity[]): AffinityComparison {
  const outside = seen.filter(({ cpus }) => cpus.some((cpu) => !wanted.includes(cpu)))
  const narrower = seen.filter(
    (thread) => !outside.includes(thread) && wanted.some((cpu) => !thread.cpus.includes(cpu)),
  )
  return { held: seen.length > 0 && outside.length === 0, outside, narrower }
}
