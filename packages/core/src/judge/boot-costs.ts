import { byCodeUnits } from '../encode/canonical.ts'
import { readHostEvents } from '../parse/host-events.ts'
import { median } from '../statistics/median.ts'
import type { AssessedRun } from '../summarize/assess-runs.ts'

/** Name of the fact in which a driver keeps what a run cost besides its work. */
const bootCosts = 'boot-costs'

/** Parts of a run, in ms of its wall time and in the order in which they pass. */
const costParts = ['launchMs', 'firmwareMs', 'kernelMs', 'initMs', 'workloadMs', 'exitMs', 'totalMs'] as const
type CostPart = (typeof costParts)[number]

/** What the runs of a row cost: medians over the measured runs that count and of which the driver kept it. */
export interface RowCosts {
  readonly benchmark: string
  readonly target: string
  readonly case: string
  readonly runs: number
  /** How many of them began with a saved state instead of a boot. */
  readonly restored: number
  /** Null where no run knows the part. */
  readonly parts: { readonly [part in CostPart]: number | null }
}

/** Figures for people: nothing is judged by them, and a cost that is no number is left out. */
export function costsOfRows(runs: readonly AssessedRun[]): readonly RowCosts[] {
  const counted = runs.filter(({ record, setAside }) => record.kind === 'measured' && !setAside)
  const rows = Map.groupBy(counted, ({ record }) => [record.benchmark, record.target, record.case].join('/'))
  const sorted = [...rows].sort(([a], [b]) => byCodeUnits(a, b))
  return sorted.flatMap(([, own]): readonly RowCosts[] => {
    const costs = own.flatMap(({ run }) => costsOf(run.hostEvents()))
    const [first] = own
    if (first === undefined || costs.length === 0) return []
    const { benchmark, target, case: name } = first.record
    const parts = costParts.map((part) => [part, medianOf(costs.flatMap((each) => numberOf(each[part])))])
    return [
      {
        benchmark,
        target,
        case: name,
        runs: costs.length,
        restored: costs.filter(({ restored }) => restored === true).length,
        parts: Object.fromEntries(parts) as RowCosts['parts'],
      },
    ]
  })
}

function costsOf(lines: readonly Uint8Array[]) {
  const last = readHostEvents(lines).findLast((event) => event.kind === 'fact' && event.name === bootCosts)
  return last?.kind === 'fact' ? [last.value] : []
}

const numberOf = (value: unknown): readonly number[] =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? [value] : []

function medianOf([first, ...rest]: readonly number[]): number | null {
  return first === undefined ? null : median([first, ...rest])
}
