import { readdirSync, readFileSync } from 'node:fs'
import { pid as ownPid } from 'node:process'

/** A process that is there and runs. */
export interface SeenProcess {
  readonly pid: number
  readonly parent: number
  readonly words: readonly string[]
}

/** Every process that is no zombie, from `/proc`; undefined on a host without it. */
export function processes(): readonly SeenProcess[] | undefined {
  const entries = namesIn('/proc')?.filter((name) => /^\d+$/.test(name))
  if (entries === undefined || entries.length === 0) return undefined
  return entries.flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      // The command in brackets may hold any byte, so the fields are counted from its end.
      const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').slice(0, -1)
      return 'ZX'.includes(state) ? [] : [{ pid: Number(name), parent: Number(parent), words }]
    } catch {
      return []
    }
  })
}

function namesIn(directory: string): readonly string[] | undefined {
  try {
    return readdirSync(directory)
  } catch {
    return undefined
  }
}

/**
 * What is left of a run: processes that were not there before and are below this one, or that carry one of its nonces
 * wherever they hang.
 */
export function leftBehind(
  before: readonly SeenProcess[],
  after: readonly SeenProcess[],
  nonces: readonly string[],
): readonly SeenProcess[] {
  const known = new Set(before.map(({ pid }) => pid))
  const parents = new Map(after.map(({ pid, parent }) => [pid, parent]))
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && (parent === ownPid || (parent !== pid && isBelow(parent)))
  }
  return after.filter(
    ({ pid, words }) =>
      !known.has(pid) &&
      pid !== ownPid &&
      (isBelow(pid) || words.some((word) => nonces.some((nonce) => word.includes(nonce)))),
  )
}
