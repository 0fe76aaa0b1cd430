import type { CampaignEvent } from '@capbench/core'

type RunEnd = Extract<CampaignEvent, { readonly type: 'run-end' }>
type Planned = Extract<CampaignEvent, { readonly type: 'planned' }>
type Run = RunEnd['run']

/** What is known of one row so far. */
export interface RowState {
  readonly key: string
  readonly benchmark: string
  readonly target: string
  readonly caseName: string
  readonly proofs: readonly string[]
  /** Runs of each kind that count and were made, and how many are planned as far as is known. */
  warmups: { made: number; wanted: number }
  measured: { made: number; wanted: number }
  /** Runs that were set aside, to be made again. */
  setAside: number
  /** Headline values of measured runs that count. */
  readonly values: number[]
  unit: string
  /** Wall time of every run that was seen to its end, in ms. */
  readonly wallMs: number[]
  /** Why the row has no result, as far as is known. */
  refused: string | undefined
}

/** What a live view shows. */
export interface LiveState {
  /** What goes on besides runs. */
  doing: string
  rows: RowState[]
  running: { readonly run: Run; readonly sinceMs: number } | undefined
  /** How long each proof took, in ms; how many are planned. */
  readonly proofs: { made: number; wanted: number }
  readonly startedMs: number
  /** Runs that a dead process had made: their values are not known here. */
  resumed: number
  warnings: number
}

export const initialState = (startedMs: number): LiveState => ({
  doing: 'preparing',
  rows: [],
  running: undefined,
  proofs: { made: 0, wanted: 0 },
  startedMs,
  resumed: 0,
  warnings: 0,
})

const keyOf = ({ benchmark, target, caseName }: Run['row']) => `${benchmark}/${target}/${caseName}`

/** Takes one event, `nowMs` on the clock of `startedMs`. */
export function take(state: LiveState, event: CampaignEvent, nowMs: number): void {
  switch (event.type) {
    case 'prepare':
      state.doing = `${event.target}: ${event.message}`
      return
    case 'prepared':
      state.warnings += event.facts.unmet.length
      return
    case 'planned':
      Object.assign(state, { rows: rowsOf(event), doing: 'planned' })
      state.proofs.wanted = event.plan.proofs.length
      return
    case 'resumed':
      state.resumed = event.runs
      return
    case 'run-start':
      state.running = { run: event.run, sinceMs: nowMs }
      begin(state, event.run)
      return
    case 'run-end':
      state.running = undefined
      end(state, event)
      return
    case 'deriving':
      state.doing = 'deriving results from the raw logs'
      return
    case 'not-indexed':
    case 'quarantined':
      state.warnings++
      return
    case 'output':
    case 'published':
      return
    default:
      event satisfies never
  }
}

function rowsOf({ plan }: Planned): RowState[] {
  const empty = { setAside: 0, unit: '', refused: undefined }
  const planned = plan.rows.map((row) => ({
    ...empty,
    ...{ key: keyOf(row), benchmark: row.benchmark, target: row.target, caseName: row.caseName, proofs: row.proofs },
    ...{ warmups: { made: 0, wanted: row.warmups }, measured: { made: 0, wanted: row.runs }, values: [], wallMs: [] },
  }))
  const unsupported = plan.unsupported.map(({ row, causes: [first] }) => ({
    ...empty,
    ...{ key: keyOf(row), benchmark: row.benchmark, target: row.target, caseName: row.caseName, proofs: [] },
    ...{ warmups: { made: 0, wanted: 0 }, measured: { made: 0, wanted: 0 }, values: [], wallMs: [] },
    refused: `unsupported: ${first.reason}`,
  }))
  return [...planned, ...unsupported]
}

/** What a dead process made of a row is known by the number of the run that goes on. */
function begin(state: LiveState, { kind, row, ordinal }: Run): void {
  const found = state.rows.find(({ key }) => key === keyOf(row))
  if (found === undefined) return
  if (kind === 'warmup') found.warmups.made = Math.max(found.warmups.made, ordinal - 1)
  if (kind !== 'measured') return
  found.warmups.made = found.warmups.wanted
  if (state.resumed > 0) {
    const made = ordinal - 1 - found.warmups.wanted - found.setAside
    found.measured.made = Math.max(found.measured.made, Math.min(made, found.measured.wanted - 1))
  }
  found.measured.wanted = Math.max(found.measured.wanted, found.measured.made + 1)
}

function end(state: LiveState, { run: { kind, row }, wallMs, outcome }: RunEnd): void {
  const refused = outcome.accepted ? undefined : `${outcome.causes[0].status}: ${outcome.causes[0].reason}`
  if (refused !== undefined || (outcome.accepted && outcome.contaminations.length > 0)) state.warnings++
  if (kind === 'proof') {
    state.proofs.made++
    if (refused === undefined) return
    for (const each of state.rows) if (each.proofs.includes(keyOf(row))) each.refused ??= 'proof not accepted'
    return
  }
  const found = state.rows.find(({ key }) => key === keyOf(row))
  if (found === undefined) return
  found.wallMs.push(wallMs)
  found.refused ??= refused
  if (kind === 'warmup') found.warmups.made++
  else if (outcome.accepted && outcome.setAside) found.setAside++
  else {
    found.measured.made++
    if (outcome.accepted && outcome.headline !== undefined) {
      found.values.push(outcome.headline.value)
      found.unit = outcome.headline.unit
    }
  }
}

/**
 * Time that the planned runs will take in ms, by what earlier runs of the same rows took. Undefined as long as proofs
 * are to be made or some row had no run yet: then nobody knows.
 */
export function remainingMs({ rows, proofs, running }: LiveState, nowMs: number): number | undefined {
  if (proofs.made < proofs.wanted && rows.every(({ wallMs }) => wallMs.length === 0)) return undefined
  let sum = 0
  for (const { warmups, measured, wallMs, refused } of rows) {
    const left = warmups.wanted - warmups.made + measured.wanted - measured.made
    if (left <= 0 || refused?.startsWith('proof') || refused?.startsWith('unsupported')) continue
    if (wallMs.length === 0) return undefined
    sum += (left * wallMs.reduce((all, each) => all + each, 0)) / wallMs.length
  }
  return Math.max(0, sum - (running === undefined ? 0 : nowMs - running.sinceMs))
}
