import type { Campaign } from '@capbench/core'
import { renderAuthority } from './authority.ts'
import { runLink } from './links.ts'
import { blocks, bullets, code, type Markdown, md, table } from './text.ts'
import { renderWithoutValue } from './without-value.ts'

/** Verifiers, counts, and everything that yielded no number with all of its causes. */
export function renderCorrectness(campaign: Campaign, evidence: string): Markdown {
  const { content, analysis } = campaign
  const { passed, failed, unsupported, invalid } = analysis.counts
  const runs = (kind: string) => content.runs.filter(({ record }) => record.kind === kind).length
  return blocks(
    md`## Correctness`,
    table(
      [{ title: 'Status' }, { title: 'Results', align: 'right' }],
      [
        ['passed', passed],
        ['failed', failed],
        ['unsupported', unsupported],
        ['invalid', invalid],
      ],
    ),
    md`Runs kept: ${runs('measured')} measured, ${runs('warmup')} warm-ups, ${runs('proof')} proofs.`,
    bullets(
      content.config.benchmarks.map(({ name, version, verifier, proofs }) => {
        const judge = code(`${verifier.name}@${verifier.version}`)
        return md`${name} ${version}: verifier ${judge}, proofs first: ${proofs.join(', ') || 'none'}`
      }),
    ),
    md`### Without a value`,
    renderWithoutValue(campaign),
    renderAuthority(campaign),
    md`### Runs that did not end cleanly`,
    abnormalRuns(campaign, evidence),
    md`### Runs beside other work`,
    contendedRuns(campaign, evidence),
  )
}

/** What else had the CPUs of a run, and what became of it; decided without a look at what it measured. */
function contendedRuns({ content, analysis }: Campaign, evidence: string): Markdown {
  const rows = table(
    [{ title: 'Run' }, { title: 'Attempt', align: 'right' }, { title: 'Became' }, { title: 'Because' }],
    analysis.contention.flatMap(({ run: folder, attempt, setAside, contaminations }) => {
      const run = content.runs.find((each) => each.folder === folder)
      if (run === undefined || contaminations.length === 0) return []
      const { benchmark, target, case: name } = run.record
      const because = contaminations.map(({ detail }) => detail).join('; ')
      const row = md`${benchmark} ${target} ${name} ${runLink(run, evidence)}`
      return [[row, attempt, setAside ? 'set aside, made again' : 'counts, contended', because]]
    }),
  )
  return rows ?? md`No measured run was seen to share its CPUs with other work beyond the limits.`
}

function abnormalRuns({ content }: Campaign, evidence: string): Markdown {
  const found = content.runs.filter(({ record: { target, outcome, channels } }) => {
    const clean = content.facts.get(target)?.cleanExit.code
    const exited = outcome.exit.kind === 'exited' && outcome.exit.code === clean
    return outcome.end !== 'finished' || !exited || channels.some(({ truncated }) => truncated)
  })
  const rows = table(
    [{ title: 'Run' }, { title: 'Kind' }, { title: 'End' }, { title: 'Phase' }, { title: 'Exit' }, { title: 'Detail' }],
    found.map((run) => {
      const { record } = run
      const { end, phase, exit, detail } = record.outcome
      const how =
        exit.kind === 'exited'
          ? `code ${exit.code}`
          : exit.kind === 'signalled'
            ? exit.signal
            : `not started: ${exit.code}`
      const row = md`${record.benchmark} ${record.target} ${record.case} ${runLink(run, evidence)}`
      return [row, record.kind === 'warmup' ? 'warm-up' : record.kind, end, phase, how, detail === '' ? 'none' : detail]
    }),
  )
  return rows ?? md`Every run ended by itself and with its clean exit code.`
}
