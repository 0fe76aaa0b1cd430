import { type Plan, type Row, rowKey } from './plan.ts'

/** What is known of a run that has ended. */
export interface RunSoFar {
  readonly key: string
  readonly kind: RunKind
  readonly accepted: boolean
  /** Something else had the CPUs of the run, by its host events; its metric was not looked at. */
  readonly contaminated: boolean
}
export type RunKind = 'proof' | 'warmup' | 'measured'

/** The run that comes next. `ordinal` counts the runs of its row from 1, of every kind, and names its folder. */
export interface NextRun {
  readonly kind: RunKind
  readonly row: Row
  readonly ordinal: number
  /** 1, or higher where this run repeats a contaminated one. */
  readonly attempt: number
  /** Position in the campaign, from 1. */
  readonly order: number
  /** All runs that are planned as far as is known now, for progress. */
  readonly total: number
}

export type Next = { readonly run: NextRun } | { readonly done: 'all planned runs' }

/**
 * Is this run set aside, to be made again? A run that was refused is not: a wrong answer does not become right by
 * repetition.
 *
 * @param attempt which attempt this was, from 1
 * @param limit most attempts of one run
 */
export function repeats(run: Omit<RunSoFar, 'key'>, attempt: number, limit: number): boolean {
  return run.kind === 'measured' && run.accepted && run.contaminated && attempt < limit
}

/**
 * Decides what runs next: the one place that does, so that fixed counts, re-runs, extra runs and resumption are one
 * mechanism. Proofs come first; a row whose proof was not accepted is not run. Then block by block, every row once in
 * each, and at the end of a block again those of its runs that were contaminated.
 */
export function next(plan: Plan, runs: readonly RunSoFar[]): Next {
  const past = new Map<string, Past>()
  const refused = new Set<string>()
  for (const run of runs) {
    past.set(run.key, after(pastOf(past, run.key), run, plan.attempts))
    if (run.kind === 'proof' && !run.accepted) refused.add(run.key)
  }
  const runnable = plan.rows.filter((row) => !row.proofs.some((proof) => refused.has(proof)))
  const byKey = new Map<string, Row>(runnable.map((row) => [rowKey(row), row]))
  const repeated = [...past.values()].reduce((sum, { setAside }) => sum + setAside, 0)
  const total = plan.proofs.length + runnable.reduce((sum, row) => sum + row.warmups + row.runs, repeated)
  const found = (kind: RunKind, row: Row): Next => {
    const { made, attempt } = pastOf(past, rowKey(row))
    return { run: { kind, row, ordinal: made + 1, attempt: attempt + 1, order: runs.length + 1, total } }
  }
  const proof = plan.proofs.find((row) => pastOf(past, rowKey(row)).started.proof === 0)
  if (proof !== undefined) return found('proof', proof)
  const wanted = { warmup: 0, measured: 0 }
  for (const block of plan.blocks) {
    const kind = block.warmup ? 'warmup' : 'measured'
    wanted[kind]++
    const rows = block.rows.flatMap((key) => byKey.get(key) ?? [])
    const begin = rows.find((row) => pastOf(past, rowKey(row)).started[kind] < wanted[kind])
    if (begin !== undefined) return found(kind, begin)
    const again = rows.find((row) => {
      const { attempt, started } = pastOf(past, rowKey(row))
      return attempt > 0 && !block.warmup && started.measured === wanted.measured
    })
    if (again !== undefined) return found('measured', again)
  }
  return { done: 'all planned runs' }
}

/** The runs of one row until now. */
interface Past {
  readonly made: number
  /** Runs that were begun, each counted once however often it was repeated. */
  readonly started: Readonly<Record<RunKind, number>>
  /** Attempts of a run that is to be repeated; 0 where there is none. */
  readonly attempt: number
  readonly setAside: number
}

const nothing: Past = { made: 0, started: { proof: 0, warmup: 0, measured: 0 }, attempt: 0, setAside: 0 }
const pastOf = (past: ReadonlyMap<string, Past>, key: string): Past => past.get(key) ?? nothing

function after(before: Past, run: RunSoFar, limit: number): Past {
  const isFirst = before.attempt === 0
  const again = repeats(run, before.attempt + 1, limit)
  return {
    made: before.made + 1,
    started: { ...before.started, [run.kind]: before.started[run.kind] + (isFirst ? 1 : 0) },
    attempt: again ? before.attempt + 1 : 0,
    setAside: before.setAside + (again ? 1 : 0),
  }
}
