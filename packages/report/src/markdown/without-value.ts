import type { Campaign, Result } from '@capbench/core'
import { inRanges } from '../format/ranges.ts'
import { bullets, type Markdown, md, nested } from './text.ts'

type Unmeasured = Exclude<Result, { readonly status: 'passed' }>

/** One cause with the runs that it was found in; those that say the same stand in one line. */
interface Said {
  readonly what: string
  readonly detail: string
  readonly runs: number[]
}

/** Everything that yielded no number with all of its causes; rows with the same ones together. */
export function renderWithoutValue({ results }: Campaign): Markdown {
  const rows = results.flatMap((result) => (result.status === 'passed' ? [] : [{ result, said: saidOf(result) }]))
  const groups = Map.groupBy(rows, ({ result: { benchmark, target, status, reason }, said }) =>
    JSON.stringify([benchmark, target, status, reason, said]),
  )
  const items = [...groups.values()].flatMap((group): readonly Markdown[] => {
    const [first] = group
    if (first === undefined) return []
    const { status, reason, benchmark, target } = first.result
    const row = md`${benchmark} on ${target}, ${placesOf(group.map(({ result }) => result))}`
    return [nested(md`**${status}: ${reason}**: ${row}`, first.said.map(lineOf))]
  })
  return bullets(items) ?? md`Every result has a value.`
}

/** `smp1, smp2 (read1, write1)`: cases that lack the same metrics share one pair of parentheses. */
function placesOf(results: readonly Unmeasured[]): string {
  const metrics = Map.groupBy(results, (result) => result.case)
  const cases = Map.groupBy([...metrics], ([, own]) => own.map(({ metric }) => metric).join(', '))
  return [...cases].map(([names, found]) => `${found.map(([name]) => name).join(', ')} (${names})`).join('; ')
}

function saidOf({ causes, metric }: Unmeasured): readonly Said[] {
  const found: Said[] = []
  for (const { reason, cause, detail } of causes) {
    const what = cause === undefined ? reason : `${reason} (${cause})`
    const { run, rest } = split(detail, metric)
    const known = found.find((each) => each.what === what && each.detail === rest && each.runs.length > 0)
    if (known !== undefined && run !== undefined) known.runs.push(run)
    else found.push({ what, detail: rest, runs: run === undefined ? [] : [run] })
  }
  return found
}

/** Core begins the detail of a cause of a measured run with `run 3: ` or `run 3, <metric>: `. */
function split(detail: string, metric: string): { readonly run?: number; readonly rest: string } {
  const [prefix, number, own] = /^run (\d{1,6})(?:, ([a-z0-9._-]+))?: /.exec(detail) ?? []
  if (prefix === undefined || (own !== undefined && own !== metric)) return { rest: detail }
  return { run: Number(number), rest: detail.slice(prefix.length) }
}

function lineOf({ what, detail, runs }: Said): Markdown {
  if (runs.length === 0) return md`${what}: ${detail}`
  return md`${what}, run${runs.length === 1 ? '' : 's'} ${inRanges(runs)}: ${detail}`
}
