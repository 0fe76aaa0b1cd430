import { formatQuantity } from '../format/figures.ts'
import { none } from '../markdown/cells.ts'
import { runLink } from '../markdown/links.ts'
import { blocks, type Markdown, md, table } from '../markdown/text.ts'
import type { Attempt } from '../plots/attempts.ts'

/** A line for every run that was made, in the order in which they ran. */
export function attemptsTable(attempts: readonly Attempt[], evidence: string): Markdown | undefined {
  return table(
    [
      { title: 'Position', align: 'right' },
      { title: 'Benchmark' },
      { title: 'Target' },
      { title: 'Case' },
      { title: 'Kind' },
      { title: 'Attempt', align: 'right' },
      { title: 'Value', align: 'right' },
      { title: 'Became' },
      { title: 'Because' },
      { title: 'Transcript' },
    ],
    attempts.map(({ run, value, row, fate, because }) => {
      const { order, benchmark, target, case: name, kind, attempt } = run.record
      const became = kind === 'proof' ? (run.assessment.accepted ? 'proof, passed' : 'proof, refused') : fate
      return [
        order,
        benchmark,
        target,
        name,
        kind === 'warmup' ? 'warm-up' : kind,
        attempt,
        value === undefined || row === undefined ? none : formatQuantity(value, row.measurement.unit),
        became,
        because === '' ? none : because,
        runLink(run.run, evidence),
      ]
    }),
  )
}

export function renderAttempts(attempts: readonly Attempt[], evidence: string): Markdown {
  return blocks(
    md`## All attempts`,
    md`Every run in the order in which it was made: proofs, warm-ups, refused ones and those that were set aside too.
The value is that of the first metric of the benchmark.`,
    attemptsTable(attempts, evidence) ?? md`No run was made.`,
  )
}
