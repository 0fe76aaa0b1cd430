import { Check } from 'typebox/value'
import { monotonicNs } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import type { Derived } from '../derive.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { next, scheduleOf } from '../plan/next.ts'
import { type Plan, rowKey } from '../plan/plan.ts'
import { type AssessedRun, soFar } from '../summarize/assess-runs.ts'
import { type EvidenceContent, linesOf, named } from './content.ts'
import type { EvidenceReader } from './reader.ts'

const Timing = Type.Object({ atNs: monotonicNs, channel: Type.String(), offset: Type.Integer({ minimum: 0 }) })

/** What the raw files say of each other: every file belongs to a run or is strict JSON, every channel is whole. */
export function contentFaults(
  reader: EvidenceReader,
  { runs, facts }: Pick<EvidenceContent, 'runs' | 'facts'>,
): readonly string[] {
  const belongs = new Set<string>()
  const faults = [...facts].flatMap(([name, { accelerator, authority }]) =>
    // The records of its runs decide, so that no figure would show it.
    accelerator === 'native' && authority === 'no-isolation-boundary'
      ? [`env/target-${name}.json says that a process of the host has no isolation boundary; its kernel is one`]
      : [],
  )
  for (const { folder, record } of runs) {
    for (const file of ['run.json', 'timing.jsonl', 'host.jsonl']) belongs.add(`${folder}/${file}`)
    for (const { name, bytes } of record.channels) {
      const path = `${folder}/${name}.log`
      belongs.add(path)
      const came = reader.has(path) ? reader.read(path).length : 0
      if (came !== bytes) faults.push(`${path} has ${came} bytes, ${folder}/run.json says ${bytes}`)
    }
    for (const { name, bytes } of record.artifacts) {
      const path = `${folder}/artifacts/${name}`
      belongs.add(path)
      const came = reader.has(path) ? reader.read(path).length : 0
      if (came !== bytes) faults.push(`${path} has ${came} bytes, ${folder}/run.json says ${bytes}`)
    }
    faults.push(...timingFaults(reader, `${folder}/timing.jsonl`, record.channels))
  }
  for (const path of reader.paths) {
    if (/^(?:raw|proofs)\//.test(path) && !belongs.has(path)) faults.push(`${path} belongs to no run`)
    if (/^env\/.*\.json$/.test(path)) named(path, () => readCanonicalJson(reader.read(path)))
    else if (path.startsWith('env/')) faults.push(`${path} is not JSON`)
  }
  return faults
}

const Resumption = Type.Object({
  schema: Type.Literal('capbench.resumed/1'),
  resumedUtc: Type.String({ format: 'date-time' }),
  /** Runs that were finished by then. */
  afterRuns: Type.Integer({ minimum: 1 }),
})

/** A campaign that was resumed says how often, and each time has its file. */
export function resumptionFaults(reader: EvidenceReader, { campaign, runs }: EvidenceContent): readonly string[] {
  const times = campaign.resumed ?? 0
  const files = reader.paths.filter((path) => /^env\/resumed-\d+\.json$/.test(path))
  const faults = files.flatMap((path) => {
    const value = named(path, () => readCanonicalJson(reader.read(path)))
    if (!Check(Resumption, value)) return [`${path} does not fit its schema`]
    return value.afterRuns <= runs.length ? [] : [`${path} says ${value.afterRuns} runs, there are ${runs.length}`]
  })
  if (files.length === times) return faults
  return [...faults, `env/campaign.json says that it was resumed ${times} times, ${files.length} files say so`]
}

function timingFaults(
  reader: EvidenceReader,
  path: string,
  channels: readonly { readonly name: string; readonly bytes: number }[],
): readonly string[] {
  if (!reader.has(path)) return [`${path} is missing`]
  const sizes = new Map(channels.map(({ name, bytes }) => [name, bytes]))
  let before = 0
  return linesOf(reader.read(path)).flatMap((line, index) => {
    const value = named(path, () => readCanonicalJson(line))
    if (!Check(Timing, value)) return [`${path} line ${index + 1} does not fit its schema`]
    const { atNs, channel, offset } = value
    const late = atNs >= before
    before = atNs
    const within = offset <= (sizes.get(channel) ?? -1)
    return late && within ? [] : [`${path} line ${index + 1} does not belong to the channels of its run`]
  })
}

/**
 * The runs must be those, and in the order, that the plan names: none left out, added or called a warm-up
 * afterwards. What follows after the last one is not looked at.
 */
export function orderFaults(plan: Plan, runs: readonly AssessedRun[]): readonly string[] {
  const schedule = scheduleOf(plan)
  for (const assessed of runs) {
    const { record, run } = assessed
    const following = schedule.next()
    if ('done' in following) return [`${run.folder} is one run more than were planned`]
    const key = rowKey({ ...record, caseName: record.case })
    const { row, order } = following.run
    const came = `${nameOf({ ...record, key })}, run ${record.order} of the campaign`
    const wanted = `${nameOf({ ...following.run, key: rowKey(row) })}, run ${order} of the campaign`
    if (came !== wanted) return [`${run.folder} is ${came}; what follows by the plan is ${wanted}`]
    schedule.add(soFar(assessed))
  }
  return []
}

/** A campaign that says that it is done must have every run of its plan. */
export function missingRuns({ plan, runs, content }: Derived): readonly string[] {
  const following = next(plan, runs.map(soFar))
  if (content.campaign.ended === 'cancelled' || 'done' in following) return []
  const missing = nameOf({ ...following.run, key: rowKey(following.run.row) })
  return [`env/campaign.json says that all is done; ${missing} is missing`]
}

function nameOf(run: {
  readonly kind: string
  readonly key: string
  readonly ordinal: number
  readonly attempt: number
}) {
  return `${run.kind} ${run.key} ${run.ordinal}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`
}
