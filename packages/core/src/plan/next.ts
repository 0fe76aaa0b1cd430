import { type Plan, type Row, rowKey } from './plan.ts'

/** What is known of a run that has ended. */
export interface RunSoFar {
  readonly key: string
  readonly kind: RunKind
  readonly accepted: boolean
}
export type RunKind = 'proof' | 'warmup' | 'measured'

/** The run that comes next. `ordinal` counts the runs of its row from 1, of every kind, and names its folder. */
export interface NextRun {
  readonly kind: RunKind
  readonly row: Row
  readonly ordinal: number
  /** Position in the campaign, from 1. */
  readonly order: number
  /** All runs that are planned as far as is known now, for progress. */
  readonly total: number
}

export type Next = { readonly run: NextRun } | { readonly done: 'all planned runs' }

/**
 * Decides what runs next: the one place that does, so that fixed counts, extra runs and resumption are one mechanism.
 * Proofs come first; a row whose proof was not accepted is not run. Then block by block, every row once in each.
 */
export function next(plan: Plan, runs: readonly RunSoFar[]): Next {
  const count = new Map<string, number>()
  const refused = new Set<string>()
  for (const run of runs) {
    count.set(`${run.kind} ${run.key}`, (count.get(`${run.kind} ${run.key}`) ?? 0) + 1)
    if (run.kind === 'proof' && !run.accepted) refused.add(run.key)
  }
  const runnable = plan.rows.filter((row) => !row.proofs.some((proof) => refused.has(proof)))
  const byKey = new Map<string, Row>(runnable.map((row) => [rowKey(row), row]))
  const total = plan.proofs.length + runnable.reduce((sum, row) => sum + row.warmups + row.runs, 0)
  const made = (kind: RunKind, key: string) => count.get(`${kind} ${key}`) ?? 0
  const found = (kind: RunKind, row: Row): Next => {
    const key = rowKey(row)
    const ordinal = made('proof', key) + made('warmup', key) + made('measured', key) + 1
    return { run: { kind, row, ordinal, order: runs.length + 1, total } }
  }
  const proof = plan.proofs.find((row) => made('proof', rowKey(row)) === 0)
  if (proof !== undefined) return found('proof', proof)
  const wanted = { warmup: 0, measured: 0 }
  for (const block of plan.blocks) {
    const kind = block.warmup ? 'warmup' : 'measured'
    wanted[kind]++
    for (const key of block.rows) {
      const row = byKey.get(key)
      if (row !== undefined && made(kind, key) < wanted[kind]) return found(kind, row)
    }
  }
  return { done: 'all planned runs' }
}
