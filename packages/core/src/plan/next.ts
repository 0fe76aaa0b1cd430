import { type Plan, type PlannedRow, type Row, rowKey } from './plan.ts'
import { halfWidthOf, type RowProgress, type StopReason, stopReasonOf, wantedRuns } from './precision.ts'

/** What is known of a run that has ended. */
export interface RunSoFar {
  readonly key: string
  readonly kind: RunKind
  readonly accepted: boolean
  /** Something else had the CPUs of the run, by its host events; its metric was not looked at. */
  readonly contaminated: boolean
  /** The headline metric of an accepted measured run: extra runs on precision depend on it, and nothing else does. */
  readonly value?: number | undefined
  /** How fast the CPU was, for the comparison with later runs of the row. */
  readonly canary?: number | undefined
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

/** Takes runs as they end, and says what comes next; each of both costs no more than the runs of a block. */
export interface Schedule {
  readonly add: (run: RunSoFar) => void
  readonly next: () => Next
}

/**
 * Decides what runs next: the one place that does, so that fixed counts, re-runs, extra runs and resumption are one
 * mechanism. Proofs come first; a row whose proof was not accepted is not run. Then block by block, every row once in
 * each, and at the end of a block again those of its runs that were contaminated. Blocks beyond the fixed counts are
 * for rows whose medians are not known as well as was declared.
 */
export function scheduleOf(plan: Plan): Schedule {
  const replayed = replayOf(plan)
  const { past } = replayed
  const finished = { blocks: 0, warmup: 0, measured: 0 }
  let runs = 0
  const add = (run: RunSoFar) => {
    runs++
    replayed.add(run)
  }
  return { add, next: () => following() }

  function following(): Next {
    const runnable = replayed.runnable()
    const byKey = new Map<string, PlannedRow>(runnable.map((row) => [rowKey(row), row]))
    const repeated = [...past.values()].reduce((sum, { setAside }) => sum + setAside, 0)
    const wantedOf = wantedOfRows(runnable, past)
    const total = plan.proofs.length + runnable.reduce((sum, row) => sum + row.warmups + wantedOf(row), repeated)
    const found = (kind: RunKind, row: Row): Next => {
      const { made, attempt } = pastOf(past, rowKey(row))
      return { run: { kind, row, ordinal: made + 1, attempt: attempt + 1, order: runs + 1, total } }
    }
    const proof = plan.proofs.find((row) => pastOf(past, rowKey(row)).started.proof === 0)
    if (proof !== undefined) return found('proof', proof)
    const wanted = { warmup: finished.warmup, measured: finished.measured }
    let whole = true
    for (const block of plan.blocks.slice(finished.blocks)) {
      const kind = block.warmup ? 'warmup' : 'measured'
      wanted[kind]++
      const all = block.rows.filter((key) => byKey.has(key))
      const keys = all.filter((key) => block.warmup || wantedOf(byKey.get(key) as PlannedRow) >= wanted.measured)
      const begin = keys.find((key) => pastOf(past, key).started[kind] < wanted[kind])
      if (begin !== undefined) return found(kind, byKey.get(begin) as PlannedRow)
      const again = keys.find((key) => {
        const { attempt, started } = pastOf(past, key)
        return attempt > 0 && !block.warmup && started.measured === wanted.measured
      })
      if (again !== undefined) return found('measured', byKey.get(again) as PlannedRow)
      // Rows that want no run of this block may yet want one: only what every row has done is not looked at again.
      whole &&= keys.length === all.length
      if (whole) Object.assign(finished, { blocks: finished.blocks + 1, ...wanted })
    }
    return { done: 'all planned runs' }
  }
}

/** What runs next after these: `scheduleOf` for who asks once. */
export function next(plan: Plan, runs: readonly RunSoFar[]): Next {
  const schedule = scheduleOf(plan)
  for (const run of runs) schedule.add(run)
  return schedule.next()
}

/** Where one benchmark on one target ended, and why there. */
export interface Stop {
  readonly benchmark: string
  readonly target: string
  readonly reason: StopReason
  /** Half width of the widest of its 90% intervals, a fraction of the median; null where there is none. */
  readonly halfWidth: number | null
}

/** Why each benchmark on each target got no more runs than it got: replayed like everything else. */
export function stopsOf(plan: Plan, runs: readonly RunSoFar[]): readonly Stop[] {
  const { past, runnable } = replay(plan, runs)
  return [...progressOf(runnable, past).values()].flatMap((group): readonly Stop[] => {
    const [first] = group
    if (first === undefined) return []
    const { benchmark, target } = first.row
    const widths = group.map(({ values }) => halfWidthOf(values))
    const known = widths.filter((width) => width !== undefined)
    const halfWidth = known.length < widths.length ? null : Math.max(...known)
    return [{ benchmark, target, reason: stopReasonOf(group), halfWidth }]
  })
}

function replay(plan: Plan, runs: readonly RunSoFar[]) {
  const { past, add, runnable } = replayOf(plan)
  for (const run of runs) add(run)
  return { past, runnable: runnable() }
}

function replayOf(plan: Plan) {
  const past = new Map<string, Past>()
  const refused = new Set<string>()
  return {
    past: past as ReadonlyMap<string, Past>,
    add: (run: RunSoFar) => {
      const values: (number | undefined)[] = []
      const own = past.get(run.key) ?? { ...nothing, started: { ...nothing.started }, values }
      past.set(run.key, own)
      count(own, run, plan.attempts)
      if (run.kind === 'proof' && !run.accepted) refused.add(run.key)
    },
    runnable: () => plan.rows.filter((row) => !row.proofs.some((proof) => refused.has(proof))),
  }
}

/** Measured runs that each row wants, by what its benchmark and target have until now. */
function wantedOfRows(rows: readonly PlannedRow[], past: ReadonlyMap<string, Past>): (row: PlannedRow) => number {
  const groups = progressOf(rows, past)
  const wanted = new Map([...groups].map(([group, own]) => [group, wantedRuns(own)]))
  return (row) => wanted.get(groupOf(row)) ?? row.runs
}

const groupOf = ({ benchmark, target }: Row) => `${benchmark}/${target}`

function progressOf(rows: readonly PlannedRow[], past: ReadonlyMap<string, Past>) {
  const progress = rows.map((row): RowProgress => {
    const { started, values } = pastOf(past, rowKey(row))
    return { row, started: started.measured, values }
  })
  return Map.groupBy(progress, ({ row }) => groupOf(row))
}

/** The runs of one row until now, counted in place: a copy for each run costs their square. */
interface Past {
  made: number
  /** Runs that were begun, each counted once however often it was repeated. */
  readonly started: Record<RunKind, number>
  /** Attempts of a run that is to be repeated; 0 where there is none. */
  attempt: number
  setAside: number
  /** Of each measured run that counts: its headline value, if it was accepted. */
  readonly values: (number | undefined)[]
}

const nothing: Readonly<Past> = {
  made: 0,
  started: { proof: 0, warmup: 0, measured: 0 },
  attempt: 0,
  setAside: 0,
  values: [],
}
const pastOf = (past: ReadonlyMap<string, Past>, key: string): Readonly<Past> => past.get(key) ?? nothing

function count(own: Past, run: RunSoFar, limit: number): void {
  const again = repeats(run, own.attempt + 1, limit)
  if (own.attempt === 0) own.started[run.kind]++
  own.made++
  own.attempt = again ? own.attempt + 1 : 0
  if (again) own.setAside++
  else if (run.kind === 'measured') own.values.push(run.accepted ? run.value : undefined)
}
