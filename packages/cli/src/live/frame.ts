import { styleText } from 'node:util'
import { formatQuantity, grid, visible } from '@capbench/report'
import { type LiveState, type RowState, remainingMs } from './state.ts'
import type { Size } from './terminal.ts'

type Color = 'dim' | 'green' | 'red' | 'yellow' | 'cyan'

/** The lines of the view: a table of rows, then what runs, then how far it is. What does not fit is said, not cut. */
export function frameOf(state: LiveState, nowMs: number, size: Size): readonly string[] {
  const paint = (color: Color, text: string) => (size.colors ? styleText(color, text, { validateStream: false }) : text)
  const below = [runningLine(state, nowMs), clockLine(state, nowMs)]
  const gap = size.rows < 16 ? [] : ['']
  const room = size.rows - 1 - gap.length - below.length - 1
  if (state.rows.length === 0 || room < 2) return below.map(visible)
  const { rows, left } = fitting(state, room - 1)
  const [header = '', ...lines] = grid(...tableOf(rows, state, size.columns)).split('\n')
  return [
    ...gap,
    paint('dim', header),
    ...lines.map((line, index) => painted(line, rows[index], state, paint)),
    ...(left === 0 ? [] : [paint('dim', `and ${left} more rows`)]),
    ...below.map(visible),
  ]
}

/** The rows that fit, in their order; settled ones give way first. */
function fitting({ rows, running }: LiveState, room: number): { rows: readonly RowState[]; left: number } {
  if (rows.length <= room) return { rows, left: 0 }
  const weight = (row: RowState) => (row.key === keyOf(running) ? 0 : isSettled(row) ? 2 : 1)
  const kept = new Set([...rows].sort((a, b) => weight(a) - weight(b)).slice(0, room - 1))
  return { rows: rows.filter((row) => kept.has(row)), left: rows.length - kept.size }
}

const keyOf = (running: LiveState['running']) =>
  running && `${running.run.row.benchmark}/${running.run.row.target}/${running.run.row.caseName}`

const isSettled = ({ measured, refused }: RowState) => measured.made >= measured.wanted || refused !== undefined

/** A narrow terminal loses the name of the benchmark first; a median is the last column, so that it is cut next. */
function tableOf(rows: readonly RowState[], state: LiveState, columns: number): Parameters<typeof grid> {
  const several = columns >= 72 && new Set(state.rows.map(({ benchmark }) => benchmark)).size > 1
  const header = [...(several ? ['benchmark'] : []), 'target', 'case', 'runs', 'status', 'median so far']
  const cells = rows.map((row) => [
    ...(several ? [row.benchmark] : []),
    row.target,
    row.caseName,
    row.measured.wanted === 0 ? '-' : `${row.measured.made}/${row.measured.wanted}`,
    statusOf(row, state),
    row.values.length === 0 ? '' : quantity(median(row.values), row.unit),
  ])
  return [header, cells, ['runs']]
}

function statusOf(row: RowState, { running }: LiveState): string {
  if (row.refused !== undefined) return row.refused
  const again = row.setAside === 0 ? '' : `, ${row.setAside} set aside`
  if (row.key === keyOf(running)) return `${running?.run.kind === 'warmup' ? 'warm-up' : 'running'}${again}`
  if (row.measured.made === 0) return row.warmups.made > 0 ? 'warmed up' : 'waiting'
  return `${isSettled(row) ? 'all accepted' : 'accepted'}${again}`
}

function painted(line: string, row: RowState | undefined, state: LiveState, paint: (c: Color, t: string) => string) {
  if (row === undefined) return line
  if (row.refused !== undefined) return paint(row.refused.startsWith('unsupported') ? 'dim' : 'red', line)
  if (row.key === keyOf(state.running)) return paint('cyan', line)
  if (row.setAside > 0) return paint('yellow', line)
  return isSettled(row) ? paint('green', line) : line
}

function runningLine({ running, doing }: LiveState, nowMs: number): string {
  if (running === undefined) return doing
  const { order, total, kind, row, attempt } = running.run
  const which = `${kind === 'warmup' ? 'warm-up' : kind}${attempt > 1 ? `, attempt ${attempt}` : ''}`
  return `[${order}/${total}] ${row.benchmark} ${row.target} ${row.caseName} ${which} ${clock(nowMs - running.sinceMs)}`
}

function clockLine(state: LiveState, nowMs: number): string {
  const { rows, resumed, warnings, startedMs } = state
  const rounds = Math.max(0, ...rows.map(({ measured }) => measured.wanted))
  const runnable = rows.filter(({ refused }) => refused === undefined)
  const done = runnable.length === 0 ? 0 : Math.min(...runnable.map(({ measured }) => measured.made))
  const left = rows.length === 0 ? undefined : remainingMs(state, nowMs)
  return [
    `elapsed ${clock(nowMs - startedMs)}`,
    ...(left === undefined || left < 1 ? [] : [`about ${clock(left)} left`]),
    ...(rounds === 0 || done === rounds ? [] : [`round ${done + 1} of ${rounds}`]),
    ...(warnings === 0 ? [] : [`${warnings} warning${warnings === 1 ? '' : 's'} above`]),
    ...(resumed === 0 ? [] : [`medians without the ${resumed} runs before`]),
  ].join(', ')
}

/** `1:02:03`, `2:03`, `0:03` */
function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** Times with four digits, which is what a glance can take; the result has all of them. */
function quantity(value: number, unit: string): string {
  if (unit !== 'ns') return formatQuantity(value, unit)
  const [scale, name] = value < 1e3 ? [1, 'ns'] : value < 1e6 ? [1e3, 'µs'] : value < 1e9 ? [1e6, 'ms'] : [1e9, 's']
  return `${Number((value / Number(scale)).toPrecision(4))} ${name}`
}
