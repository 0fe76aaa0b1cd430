import { CapbenchError, isName } from '@capbench/core'
import { formatFactor, formatQuantity } from '../format/figures.ts'
import { type Column, join, type Markdown, md, type Part, table } from '../markdown/text.ts'

/** One system in a block, in its own unit. */
export interface BlockRow {
  readonly system: string
  readonly unit: string
  /** Median of each case by its name, or why there is none: never zero, never empty. */
  readonly medians: Readonly<Record<string, number | string>>
}

/** A marked table of the capOS documentation: medians, and speedups that follow from them. */
export interface Block {
  /** Stands in the markers. */
  readonly id: string
  /** Cases whose medians are columns. */
  readonly medians: readonly string[]
  /** Pairs of cases whose speedups are columns. */
  readonly speedups: readonly (readonly [from: string, to: string])[]
  readonly rows: readonly BlockRow[]
}

/** What stands in the place of a speedup. */
const noSpeedup = 'a median is missing'

/**
 * The table between its markers, without a newline at the end. Speedups are computed from the medians, each inside its
 * own row; systems stand beside each other and are never divided.
 *
 * @throws CAPBENCH_USAGE for a block without rows or columns, a row without a word on one of the cases, a median that
 * is below zero, or an id that is no name
 */
export function renderBlock(block: Block): string {
  return markedTable(block).markdown
}

/** The same as part of a document; the markers are in Markdown alone. @throws as `renderBlock` */
export function markedTable(block: Block): Markdown {
  return join([marker(block.id, 'start'), blockTable(block), marker(block.id, 'end')], '\n')
}

/** The table alone. @throws as `renderBlock` */
export function blockTable(block: Block): Markdown {
  const { id, rows, medians, speedups } = block
  if (rows.length === 0 || medians.length + speedups.length === 0) {
    throw new CapbenchError('CAPBENCH_USAGE', `the block ${id} needs a row, and a median or speedup`)
  }
  const columns: readonly Column[] = [
    { title: 'System' },
    ...medians.map((name): Column => ({ title: `${name} median`, align: 'right' })),
    ...speedups.map(([from, to]): Column => ({ title: `${cpus(from)}-to-${cpus(to)} speedup`, align: 'right' })),
  ]
  const found = table(
    columns,
    rows.map((row): readonly Part[] => [
      row.system,
      ...medians.map((name) => medianCell(row, name)),
      ...speedups.map(([from, to]) => speedupCell(row, from, to)),
    ]),
  )
  return found ?? md``
}

/** @throws CAPBENCH_USAGE for an id that could end the comment that it stands in */
export function marker(id: string, edge: 'start' | 'end'): Markdown {
  if (!isName(id)) throw new CapbenchError('CAPBENCH_USAGE', `the id of a block is a name, got ${JSON.stringify(id)}`)
  return { markdown: `<!-- capos-benchmark-results:${id} ${edge} -->`, nodes: [] }
}

/** `smp8-smt` has 8 CPUs; a case of another name is called by it. */
const cpus = (name: string) => /^smp(\d+)/.exec(name)?.[1] ?? name

function medianCell(row: BlockRow, name: string): string {
  const value = medianOf(row, name)
  return typeof value === 'string' ? value : formatQuantity(value, row.unit)
}

function speedupCell(row: BlockRow, from: string, to: string): string {
  const [base, other] = [medianOf(row, from), medianOf(row, to)]
  if (typeof base === 'string' || typeof other === 'string' || base === 0 || other === 0) return noSpeedup
  return formatFactor(base / other)
}

function medianOf({ system, medians }: BlockRow, name: string): number | string {
  const value = Object.hasOwn(medians, name) ? medians[name] : undefined
  const isKnown = typeof value === 'string' ? value !== '' : value !== undefined && value >= 0 && Number.isFinite(value)
  if (value !== undefined && isKnown) return value
  throw new CapbenchError('CAPBENCH_USAGE', `${system} needs a median of ${name} or a reason, got ${value}`)
}
