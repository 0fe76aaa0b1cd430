import { Writable } from 'node:stream'
import xterm from '@xterm/headless'
import { type Screen, terminalOf } from '../../src/live/terminal.ts'

/** A terminal emulator without a window: what it got, and what a person would see. */
export function headless({ columns, rows, colors = false }: { columns: number; rows: number; colors?: boolean }) {
  const emulator = emulatorOf({ columns, rows })
  const got: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      got.push(chunk)
      emulator.write(chunk)
      done()
    },
  })
  const screen: Screen & { isTTY: true } = Object.assign(stream, {
    isTTY: true as const,
    columns,
    rows,
    hasColors: () => colors,
  })
  const terminal = terminalOf(screen, { TERM: 'xterm-256color' })
  if (terminal === undefined) throw new Error('a terminal was expected')
  return {
    terminal,
    write: (text: string) => emulator.write(text),
    /** Everything that was written, with its escapes. */
    got: () => got.join(''),
    resize: (cols: number, lines: number) => {
      emulator.resize(cols, lines)
      Object.assign(screen, { columns: cols, rows: lines })
      screen.emit('resize')
    },
    /** The lines, those that were scrolled away too, without empty ones at the end. */
    lines: async () => linesOf(emulator),
  }
}

/** What stands on a terminal that got this. */
export async function shownBy(bytes: string, size: { readonly columns: number; readonly rows: number }) {
  const emulator = emulatorOf(size)
  emulator.write(bytes)
  return linesOf(emulator)
}

const emulatorOf = ({ columns, rows }: { readonly columns: number; readonly rows: number }) =>
  new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true })

/** What stands on a screen once everything that was written has come. */
async function linesOf(emulator: InstanceType<typeof xterm.Terminal>): Promise<readonly string[]> {
  await new Promise<void>((resolve) => emulator.write('', resolve))
  const { active } = emulator.buffer
  const all = Array.from({ length: active.length }, (_, at) => active.getLine(at)?.translateToString(true) ?? '')
  return all.slice(0, all.findLastIndex((line) => line !== '') + 1)
}
