import type { Campaign } from '@capbench/core'
import { none } from './cells.ts'
import { blocks, type Column, type Markdown, md, type Part, table } from './text.ts'

type Costs = Campaign['analysis']['costs'][number]

const right = (title: string): Column => ({ title, align: 'right' })
const columns: readonly Column[] = [
  ...['Benchmark', 'Target', 'Case'].map((title) => ({ title })),
  ...['Runs', 'Launch', 'Firmware', 'Kernel', 'Init', 'Workload', 'Exit', 'Total'].map(right),
]

/** What the runs of each row cost besides their work. Nothing where no driver kept it. */
export function renderBootCosts({ analysis: { costs } }: Campaign): Markdown | undefined {
  const rows = table(columns, costs.map(rowOf))
  return (
    rows &&
    blocks(
      md`## What a run costs`,
      md`Medians of the wall time of each part, in ms, over the runs that count: by the clock of the host, and of
kernel, init and workload by that of the guest where it has one.`,
      rows,
    )
  )
}

function rowOf({ benchmark, target, case: name, runs, restored, parts }: Costs): readonly Part[] {
  const { launchMs, firmwareMs, kernelMs, initMs, workloadMs, exitMs, totalMs } = parts
  const times = [launchMs, firmwareMs, kernelMs, initMs, workloadMs, exitMs, totalMs]
  const count = restored === 0 ? `${runs}` : `${runs}, ${restored} restored`
  return [benchmark, target, name, count, ...times.map((ms) => (ms === null ? none : ms.toFixed(1)))]
}
