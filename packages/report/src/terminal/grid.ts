import { visible } from '../escape/visible.ts'

/** Plain text in columns for a terminal, foreign text made harmless. `>` in an alignment is to the right. */
export function grid(header: readonly string[], rows: readonly (readonly string[])[], rightAligned: readonly string[]) {
  const all = [header, ...rows].map((cells) => cells.map(visible))
  const widths = header.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)))
  const right = header.map((title) => rightAligned.includes(title))
  return all
    .map((cells) =>
      cells
        .map((cell, column) => (right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
