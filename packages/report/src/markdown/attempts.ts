import { formatQuantity } from '../format/figures.ts'
import type { Attempt } from '../plots/attempts.ts'
import { type Runs, sheetsOf } from '../plots/runs-plot.ts'
import { none } from './cells.ts'
import { runLink } from './links.ts'
import { blocks, type Column, type Markdown, md, table } from './text.ts'

const right = (title: string): Column => ({ title, align: 'right' })

/** A line for every run that was made, in the order in which they ran. */
export function renderAttempts(attempts: readonly Attempt[], evidence: string): Markdown {
  const found = table(
    [
      right('Position'),
      { title: 'Benchmark' },
      { title: 'Target' },
      { title: 'Case' },
      { title: 'Kind' },
      right('Attempt'),
      { title: 'Became' },
      { title: 'Because' },
      { title: 'Transcript' },
    ],
    attempts.map((attempt) => {
      const { order, benchmark, target, case: name, attempt: number } = attempt.run.record
      const { because, run } = attempt
      const became = becameOf(attempt)
      const why = because === '' ? none : because
      return [order, benchmark, target, name, kindOf(attempt), number, became, why, runLink(run.run, evidence)]
    }),
  )
  return blocks(
    md`## All attempts`,
    md`Every run in the order in which it was made: proofs, warm-ups, refused ones and those that were set aside too.`,
    found ?? md`No run was made.`,
  )
}

/** What each run of one benchmark on one target gave each metric; many metrics are several tables. */
export const runValues = (runs: Runs): Markdown => blocks(...sheetsOf(runs).map((shown) => valuesOf(runs, shown)))

function valuesOf({ attempts }: Runs, metrics: readonly string[]): Markdown | undefined {
  return table(
    [right('Position'), { title: 'Case' }, { title: 'Kind' }, { title: 'Became' }, ...metrics.map(right)],
    attempts
      .filter(({ run }) => run.record.kind !== 'proof')
      .map((attempt) => [
        attempt.run.record.order,
        attempt.run.record.case,
        kindOf(attempt),
        becameOf(attempt),
        ...metrics.map((metric) => cellOf(attempt, metric)),
      ]),
  )
}

function cellOf({ values }: Attempt, metric: string): string | Markdown {
  const found = values.find((each) => each.metric === metric)
  if (found?.value === undefined || found.row === undefined) return none
  return formatQuantity(found.value, found.row.measurement.unit)
}

function kindOf({ run: { record } }: Attempt): string {
  return record.kind === 'warmup' ? 'warm-up' : record.kind
}

function becameOf({ run, fate }: Attempt): string {
  if (run.record.kind !== 'proof') return fate
  return run.assessment.accepted ? 'proof, passed' : 'proof, refused'
}
