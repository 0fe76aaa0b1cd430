import type { WriteStream } from 'node:tty'

/** A terminal on standard error: text that stays, and below it a view that is drawn again and again. */
export interface Terminal {
  /** Text that stays; it goes above an open view. */
  readonly write: (text: string) => void
  /** Opens the one view that a terminal can have. */
  readonly open: () => Promise<View>
}

/** The lines at the bottom of a terminal. The cursor stays visible, so that nothing is to be mended after a kill. */
export interface View {
  /** `lines` is asked at once, and again whenever the size changes. */
  readonly draw: (lines: (size: Size) => readonly string[]) => void
  /** Leaves nothing of the view behind. */
  readonly close: () => void
}

export interface Size {
  readonly columns: number
  readonly rows: number
  readonly colors: boolean
}

export type Screen = NodeJS.WritableStream & Pick<WriteStream, 'columns' | 'rows' | 'hasColors'>

/**
 * The terminal of a stream; undefined where no view can be drawn: no terminal, one that moves no cursor (`TERM=dumb`,
 * or none named), one that does not say how wide it is, or the log of a CI system.
 */
export function terminalOf(
  stream: Screen & { readonly isTTY?: boolean },
  { TERM: term, CI: ci }: Readonly<Record<string, string | undefined>>,
): Terminal | undefined {
  if (stream.isTTY !== true || !(stream.columns > 0)) return undefined
  if (term === undefined || term === '' || term === 'dumb') return undefined
  if (ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0') return undefined
  let above: ((text: string) => void) | undefined
  return {
    write: (text) => (above ? above(text) : stream.write(text)),
    open: async () => {
      const { openView } = await import('./view.ts')
      const view = openView(stream)
      above = view.above
      return {
        draw: view.draw,
        close: () => {
          above = undefined
          view.close()
        },
      }
    },
  }
}
