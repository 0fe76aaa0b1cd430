import { clearScreenDown, cursorTo, moveCursor } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { createLogUpdate } from 'log-update'
import sliceAnsi from 'slice-ansi'
import type { Screen, View } from './terminal.ts'

type Lines = Parameters<View['draw']>[0]

/** Draws at the bottom of a terminal, no line wider and no more of them than it has room for. */
export function openView(stream: Screen): View & { readonly above: (text: string) => void } {
  const update = createLogUpdate(stream, { showCursor: true })
  let shown: readonly string[] = []
  let last: Lines | undefined
  const draw = (lines: Lines) => {
    last = lines
    const size = { columns: stream.columns, rows: stream.rows || 24, colors: stream.hasColors() }
    // One column stays free, where some terminals wrap already, and one row is the cursor's.
    shown = lines(size)
      .slice(0, Math.max(1, size.rows - 1))
      .map((line) => sliceAnsi(line, 0, Math.max(1, size.columns - 1)))
    update(shown.join('\n'))
  }
  const redraw = () => last && draw(last)
  const onResize = () => {
    // A terminal that became narrower has wrapped what was wider.
    const columns = Math.max(1, stream.columns)
    const heights = shown.map((line) => Math.ceil(stripVTControlCharacters(line).length / columns) || 1)
    moveCursor(stream, 0, -heights.reduce((sum, height) => sum + height, 0))
    cursorTo(stream, 0)
    clearScreenDown(stream)
    update.done()
    redraw()
  }
  stream.on('resize', onResize)
  return {
    draw,
    above: (text) => {
      update.clear()
      stream.write(text.replace(/^\n/, '').replace(/\n?$/, '\n'))
      redraw()
    },
    close: () => {
      stream.off('resize', onResize)
      update.clear()
      update.done()
    },
  }
}
