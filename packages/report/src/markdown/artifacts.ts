import { type Campaign, shellWord } from '@capbench/core'
import type { ReportInput } from '../input.ts'
import { runLinks } from './links.ts'
import { blocks, bullets, code, fence, link, type Markdown, md, table } from './text.ts'

const files = [
  ['evidence.sha256', 'manifest of everything observed'],
  ['derived.sha256', 'manifest of everything derived'],
  ['config.json', 'what was chosen'],
  ['summary.csv', 'one line a result'],
  ['samples.jsonl', 'every sample'],
  ['analysis.json', 'speedups and gates'],
] as const

export function renderArtifacts(campaign: Campaign, evidence: string): Markdown {
  const { config, runs } = { ...campaign.content }
  const withRuns = config.entries.flatMap(({ benchmark, target, cases }) =>
    cases
      .map(({ name }) => ({ benchmark, target, case: name }))
      .filter((row) =>
        runs.some(
          ({ record }) => record.benchmark === benchmark && record.target === target && record.case === row.case,
        ),
      ),
  )
  return blocks(
    md`## Raw artifacts`,
    bullets(files.map(([name, says]) => md`${link(name, `${evidence}/${name}`)}: ${says}`)),
    table(
      [{ title: 'Benchmark' }, { title: 'Target' }, { title: 'Case' }, { title: 'Transcripts' }],
      withRuns.map((row) => [row.benchmark, row.target, row.case, runLinks(campaign, row, evidence)]),
    ),
  )
}

const checkDigests = 'sha256sum --quiet --strict -c evidence.sha256 derived.sha256 && sha256sum derived.sha256'

/** Two commands, from the report's directory: one needs nothing of ours, one derives every figure again. */
export function renderRecompute({ campaign, campaignDigest, evidence }: ReportInput): Markdown {
  const directory = shellWord(evidence)
  return blocks(
    md`## Recompute this`,
    md`From the directory of this report:`,
    fence('sh', `(cd ${directory} && ${checkDigests})\ncapbench verify ${directory}`),
    bullets([
      md`The first one ends with the campaign digest ${code(campaignDigest)}.`,
      md`The second one derives every figure again from the raw logs.`,
      md`Config digest ${code(campaign.analysis.configHash)}, artifact digest ${code(campaign.analysis.artifactHash)}.`,
    ]),
  )
}
