import type { Reporter } from '@capbench/core'
import { visible } from '@capbench/report'
import type { Io } from '../commands/command.ts'
import { progressTo } from './progress.ts'

/** Somebody who waits for something that takes long. */
export interface Watching {
  readonly report: Reporter
  /** What goes on that sends no events; said on a terminal alone. */
  readonly doing: (what: string) => void
}

const nobody: Watching = { report: () => undefined, doing: () => undefined }

/**
 * Does something that takes long while somebody watches: a live view on a terminal, else one plain line for each run.
 * The view is gone when it is over, however it ends.
 *
 * @param how `quiet`: nobody watches; `plain`: lines on a terminal as well
 */
export async function watched<T>(
  io: Pick<Io, 'stderr' | 'terminal'>,
  how: 'live' | 'plain' | 'quiet',
  work: (watching: Watching) => Promise<T>,
): Promise<T> {
  if (how === 'quiet') return work(nobody)
  if (how === 'plain' || io.terminal === undefined) return work({ ...nobody, report: progressTo(io) })
  const { openLive } = await import('../live/live.ts')
  const live = await openLive(io.terminal)
  try {
    return await work(live)
  } finally {
    live.close()
  }
}

/** The same for work that sends no events: one line on a terminal until it is done. */
export async function busy<T>(io: Pick<Io, 'terminal'>, what: string, work: () => T | Promise<T>): Promise<T> {
  if (io.terminal === undefined) return work()
  const view = await io.terminal.open()
  try {
    view.draw(() => [visible(what)])
    return await work()
  } finally {
    view.close()
  }
}
