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
