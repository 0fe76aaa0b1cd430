import type { Reporter } from '@capbench/core'
import { visible } from '@capbench/report'
import { lineOf } from '../output/progress.ts'
import { frameOf } from './frame.ts'
import { initialState, take } from './state.ts'
import type { Terminal } from './terminal.ts'

export interface Live {
  readonly report: Reporter
  /** Says what goes on that sends no events. */
  readonly doing: (what: string) => void
  readonly close: () => void
}

/** How often the clock of the view moves, in ms: rarely, as it takes CPU time beside what is measured. */
const tickMs = 1000

/**
 * A view of a campaign at the bottom of a terminal; above it stay the lines that a reader wants afterwards too.
 *
 * @param clock monotonic, in ms
 */
export async function openLive(terminal: Terminal, clock: () => number = () => performance.now()): Promise<Live> {
  const view = await terminal.open()
  const state = initialState(clock())
  const draw = () => view.draw((size) => frameOf(state, clock(), size))
  const ticking = setInterval(draw, tickMs)
  ticking.unref()
  return {
    report: (event) => {
      if (event.type === 'output') return
      take(state, event, clock())
      const line = lineOf(event)
      if (line?.stays === true) terminal.write(`${line.text}\n`)
      draw()
    },
    doing: (what) => {
      Object.assign(state, { doing: visible(what), running: undefined })
      draw()
    },
    close: () => {
      clearInterval(ticking)
      view.close()
    },
  }
}
