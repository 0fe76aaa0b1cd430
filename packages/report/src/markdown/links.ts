import type { Campaign } from '@capbench/core'
import { join, link, type Markdown, md } from './text.ts'

type Run = Campaign['content']['runs'][number]

/** Links to the folder of every run of a row, warm-ups marked; or that there is none. */
export function runLinks(
  { content }: Campaign,
  row: { readonly benchmark: string; readonly target: string; readonly case: string },
  evidence: string,
): Markdown {
  const own = content.runs.filter(
    ({ record }) => record.benchmark === row.benchmark && record.target === row.target && record.case === row.case,
  )
  if (own.length === 0) return md`no run`
  return join(
    own.map((run) => runLink(run, evidence)),
    ' ',
  )
}

export function runLink({ record, folder }: Run, evidence: string): Markdown {
  const number = link(String(record.ordinal).padStart(3, '0'), `${evidence}/${folder}/`)
  return record.kind === 'warmup' ? md`${number} (warm-up)` : number
}
