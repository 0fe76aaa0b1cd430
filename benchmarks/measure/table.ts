import type { Bound, Group, Line } from './line.ts'
import type { Machine } from './machine.ts'

const figure = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0)

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const text = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))),
  )
  return text.map((row) => row.join('  ').trimEnd()).join('\n')
}

const lineRow = ({ name, n, min, median, unit, rate }: Line) => [
  name,
  `${n}`,
  figure(min),
  figure(median),
  unit,
  rate ?? '',
]

function boundRow({ name, unit, atMost, min, median }: Bound): readonly string[] {
  const holds = (value: number) => (value <= atMost ? 'holds' : 'MISSED')
  const verdict = holds(min) === holds(median) ? holds(median) : `min ${holds(min)}, median ${holds(median)}`
  return [name, '', figure(min), figure(median), unit, `at most ${atMost} ${unit}: ${verdict}`]
}

export function groupTable({ name, lines, bounds, skipped }: Group): string {
  const rows = [[name, 'n', 'min', 'median', '', ''], ...lines.map(lineRow), ...bounds.map(boundRow)]
  return [columns(rows), ...skipped.map((line) => `${line.name}: not measured: ${line.why}`)].join('\n')
}

export function machineTable(machine: Machine): string {
  return columns(Object.entries(machine).map(([name, value]) => [name, `  ${value}`]))
}
