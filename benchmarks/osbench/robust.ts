import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { type Group, type Line, lineOf, type Skipped } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { runWorker, type WorkerRun } from './worker.ts'

/** Processes that compute for nothing while others measure. */
function startBusy(count: number): () => void {
  const children = Array.from({ length: count }, () =>
    spawn('/bin/sh', ['-c', 'while :; do :; done'], { stdio: 'ignore', env: {} }),
  )
  return () => {
    for (const child of children) child.kill('SIGKILL')
  }
}

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}
const spreadOf = (values: readonly number[]): number => Math.max(...values) / Math.min(...values)

/**
 * Several processes measure one after the other while four busy ones compete for the CPUs: largest over smallest median
 * of each intent, of clean batches, and beside it of the same batches without looking at which are clean.
 */
export async function measureRobustness({ primitiveRuns, primitiveMs }: Scale): Promise<Group> {
  const stop = startBusy(4)
  const runs: WorkerRun[] = []
  try {
    for (let run = 0; run < primitiveRuns; run++) runs.push(await runWorker([], primitiveMs, ['quick']))
  } finally {
    stop()
  }
  const ids = [...(runs[0]?.allBatches.keys() ?? [])].sort()
  const rows = ids.map((id) => {
    const clean = runs.flatMap(({ medians }) => medians.get(id) ?? [])
    const plain = runs.map(({ allBatches }) => middle(allBatches.get(id) ?? []))
    return { id, clean, plain, refused: runs.length - clean.length }
  })
  const known = rows.filter(({ clean }) => clean.length >= 2)
  const lines: readonly Line[] = known.flatMap(({ id, clean, plain, refused }) => [
    lineOf(`${id}: clean batches${refused > 0 ? ` (${refused} refused)` : ''}`, [spreadOf(clean)], 'x'),
    lineOf(`${id}: all batches`, [spreadOf(plain)], 'x'),
  ])
  const summary = (of: string, pick: (row: (typeof rows)[number]) => readonly number[]): readonly Line[] =>
    known.length === 0
      ? []
      : [
          lineOf(
            `spread over intents: ${of}`,
            known.map((row) => spreadOf(pick(row))),
            'x',
          ),
        ]
  const spreads = [...summary('clean batches', (row) => row.clean), ...summary('all batches', (row) => row.plain)]
  const [clean] = spreads
  const refused = rows.reduce((sum, row) => sum + row.refused, 0)
  const skipped: readonly Skipped[] = rows
    .filter((row) => row.clean.length < 2)
    .map(({ id }) => ({ name: id, why: 'refused as noise in all processes but one' }))
  return {
    name:
      `${runs.length} processes beside 4 busy ones on ${availableParallelism()} CPUs: spread of medians, ` +
      `${refused} of ${runs.length * ids.length} refused`,
    lines: [...lines, ...spreads],
    bounds:
      clean === undefined
        ? []
        : [{ name: 'typical spread', unit: 'x', atMost: 1.15, min: clean.min, median: clean.median }],
    skipped,
  }
}
