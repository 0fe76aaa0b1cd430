import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { JsonObject, JsonValue } from '../../define/json.ts'
import type { Suite } from '../../define/suite.ts'
import { canonicalBytes, sha256Hex } from '../../encode/canonical.ts'
import { readCanonicalJson } from '../../encode/strict.ts'
import { messageOf } from '../../error.ts'
import { isWholeRun } from '../../evidence/content.ts'
import { claimStage, deadStages, moveToQuarantine, quarantineName } from '../../evidence/quarantine.ts'
import { adoptStage, type Stage } from '../../evidence/stage.ts'
import type { RunSoFar } from '../../plan/next.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Configured } from '../configure.ts'
import type { Prepared } from '../prepare.ts'
import { environmentChanges } from './environment.ts'

/** A stage that goes on. */
export interface Resumed {
  readonly campaignId: string
  readonly stage: Stage
  /** Its finished runs, in order. */
  readonly runs: readonly RunSoFar[]
  /** How often it was resumed, this time included. */
  readonly times: number
}

/** A stage that does not go on, and why not. */
export interface SetAside {
  readonly directory: string
  readonly reason: string
}

/** What is to be done, and where. */
export interface Wanted {
  readonly suite: Suite
  readonly configured: Configured
  readonly prepared: Prepared
  readonly plan: Plan
}

/**
 * Takes over the newest stage that a dead process left, if the same is to be done in the same environment: same
 * `config.json`, definitions and programs included, and same facts. Every other such stage goes to quarantine with the
 * reason. What a dead run left unfinished goes there as well; nothing is deleted.
 *
 * @throws CAPBENCH_STORE where the store cannot be written
 */
export async function resumeStage(
  store: string,
  wanted: Wanted,
): Promise<{ readonly resumed: Resumed | undefined; readonly setAside: readonly SetAside[] }> {
  const setAside: SetAside[] = []
  let resumed: Resumed | undefined
  for (const { name, campaignId } of deadStages(store).toReversed()) {
    const directory = claimStage(store, name, campaignId)
    if (directory === undefined) continue // another campaign that begins at the same time was faster
    const outcome =
      resumed === undefined ? await tryResume({ store, directory, name, campaignId }, wanted) : 'a newer stage goes on'
    if (typeof outcome === 'string') {
      setAside.push({ directory: moveToQuarantine(store, directory, quarantineName(name), outcome), reason: outcome })
    } else resumed = outcome
  }
  return { resumed, setAside }
}

interface Claimed {
  readonly store: string
  readonly directory: string
  /** That it had before. */
  readonly name: string
  readonly campaignId: string
}

/** The resumed stage, or why it cannot go on. */
async function tryResume({ store, directory, name, campaignId }: Claimed, wanted: Wanted): Promise<Resumed | string> {
  try {
    const changes = changesSince(directory, wanted)
    if (changes.length > 0) return changes.join('; ')
    const paths = filesIn(directory)
    const kept = keptOf(directory, paths)
    const finished = paths.filter((path) => kept.has(path) && path.endsWith('/run.json')).length
    if (finished === 0) return 'no run of it was finished'
    moveAside(
      directory,
      join(store, 'quarantine', `${quarantineName(name)}-unfinished`),
      paths.filter((path) => !kept.has(path)),
    )
    const { finishedRuns } = await import('../../deferred.ts')
    const runs = finishedRuns(directory, wanted)
    if (typeof runs === 'string') return runs
    const stage = adoptStage(store, directory, campaignId)
    const times = 1 + paths.filter((path) => kept.has(path) && isResumption(path)).length
    stage.write(
      `env/resumed-${times}.json`,
      canonicalBytes({ schema: 'capbench.resumed/1', resumedUtc: new Date().toISOString(), afterRuns: runs.length }),
    )
    return { campaignId, stage, runs, times }
  } catch (error) {
    return messageOf(error)
  }
}

const isResumption = (path: string) => /^env\/resumed-\d+\.json$/.test(path)

function changesSince(directory: string, { configured, prepared }: Wanted): readonly string[] {
  const config = readFileSync(join(directory, 'config.json'))
  const now = canonicalBytes(configured.config as unknown as JsonObject)
  if (sha256Hex(config) !== sha256Hex(now)) return ['its configuration is another one']
  const before = new Map<string, JsonValue>()
  for (const file of readdirSync(join(directory, 'env'))) {
    if (file === 'campaign.json' || isResumption(`env/${file}`)) continue
    before.set(file.replace(/\.json$/, ''), readCanonicalJson(readFileSync(join(directory, 'env', file))))
  }
  return environmentChanges(before, prepared.environment)
}

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
}

/** Configuration, environment and the files of whole runs; a run that was cancelled is made again. */
function keptOf(directory: string, paths: readonly string[]): ReadonlySet<string> {
  const whole = new Set(
    paths
      .filter((path) => /^(?:raw|proofs)\/.*\/run\.json$/.test(path))
      .filter((path) => isWholeRun(readFileSync(join(directory, path))))
      .map((path) => dirname(path)),
  )
  /** One that its writer did not finish resumed nothing. */
  const tornResumption = (path: string) => isResumption(path) && !isJson(readFileSync(join(directory, path)))
  const ofWholeRun = (path: string) => whole.has(dirname(path)) || whole.has(dirname(dirname(path)))
  const ofEnvironment = (path: string) =>
    path.startsWith('env/') && path !== 'env/campaign.json' && !tornResumption(path)
  return new Set(paths.filter((path) => path === 'config.json' || ofEnvironment(path) || ofWholeRun(path)))
}

function isJson(bytes: Uint8Array): boolean {
  try {
    readCanonicalJson(bytes)
    return true
  } catch {
    return false
  }
}

function moveAside(directory: string, quarantine: string, paths: readonly string[]): void {
  for (const path of paths) {
    const to = freeFile(join(quarantine, path))
    mkdirSync(dirname(to), { recursive: true })
    renameSync(join(directory, path), to)
  }
  removeEmpty(directory)
}

/** One stage may be left more than once. */
function freeFile(file: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? file : `${file}.${n}`
    if (!existsSync(name)) return name
  }
}

function removeEmpty(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const below = join(directory, entry.name)
    removeEmpty(below)
    if (readdirSync(below).length === 0) rmdirSync(below)
  }
}
