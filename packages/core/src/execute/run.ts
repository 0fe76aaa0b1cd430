import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { JsonObject, JsonValue } from '../define/json.ts'
import type { Entry, Suite } from '../define/suite.ts'
import { canonicalBytes } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import type { Campaign } from '../evidence/campaign.ts'
import { defaultMaxBytes } from '../evidence/directory.ts'
import { makeCampaignId, slugOf, startOf } from '../evidence/paths.ts'
import { quarantineDeadStages } from '../evidence/quarantine.ts'
import { openStage } from '../evidence/stage.ts'
import { refuseUnknownOptions } from '../options.ts'
import type { Purpose } from '../plan/config.ts'
import { scheduleOf } from '../plan/next.ts'
import { makePlan } from '../plan/plan.ts'
import type { Reporter } from './campaign-events.ts'
import { configure } from './configure.ts'
import { prepare } from './prepare.ts'
import { type Resumed, resumeStage } from './resume/resume-stage.ts'

/** How a suite is run; none of it changes what is measured. */
export interface RunOptions {
  /** Directory of the evidence store. Default: `target/capbench` under the working directory. */
  readonly store?: string
  /** Default `controlled`. */
  readonly purpose?: Purpose
  /** Seed of the interleaving. Default `capbench`, so that the same choice has the same hash everywhere. */
  readonly seed?: string
  /** Runs cases that have more vCPUs than there are CPUs; their rows are functional-only. Default false. */
  readonly oversubscribe?: boolean
  /** Runs opt-in cases such as `smp8-smt` as well. Default false. */
  readonly includeOptIn?: boolean
  /**
   * Most attempts of one measured run, 1 to 10: a run whose CPUs somebody else had is repeated until then, whatever it
   * measured. Default 2.
   */
  readonly attempts?: number
  /** Most bytes kept of one channel of one run. Default 64 MiB; more is `invalid: transcript_overflow`. */
  readonly maxChannelBytes?: number
  /**
   * Most bytes of the whole campaign, at least 1 MiB. Default 2 GiB, which is what readers take unless they are told
   * more. A run that would pass it is `invalid: transcript_overflow`.
   */
  readonly maxBytes?: number
  /**
   * What happens to a campaign that a dead process left unfinished. `auto`: it goes on with its finished runs if the
   * same is to be done in the same environment, else it goes to quarantine; `true`: as `auto`, and refused where none
   * goes on; `false`: all go to quarantine. Default `auto`.
   */
  readonly resume?: boolean | 'auto'
  /** Aborting ends the current run, marks what is left as `failed: cancelled`, and still publishes the evidence. */
  readonly signal?: AbortSignal
  readonly onEvent?: Reporter
}

const runOptionNames = [
  'store',
  'purpose',
  'seed',
  'oversubscribe',
  'includeOptIn',
  'attempts',
  'maxChannelBytes',
  'maxBytes',
  'resume',
  'signal',
  'onEvent',
] as const satisfies readonly (keyof RunOptions)[]

/** Where evidence goes unless the caller says otherwise; git ignores it in a capOS checkout and here. */
export const defaultStore = 'target/capbench'

/**
 * Executes a suite: prepares its targets, runs what `next` names until it is done, derives everything from the bytes
 * that were written, and publishes one evidence directory.
 *
 * Returns results, also bad ones; throws only for what the caller did wrong (CAPBENCH_USAGE, CAPBENCH_DEFINITION), for
 * what is missing to begin at all (CAPBENCH_MISSING), for a store that cannot be written (CAPBENCH_STORE), and the
 * reason of the abort where it came before the first run: then there is nothing to publish.
 */
export async function run<E extends Entry>(suite: Suite<E>, options: RunOptions = {}): Promise<Campaign<E>> {
  refuseUnknownOptions('run', options, runOptionNames, {
    cases: 'withCases(suite, benchmark, cases) chooses cases before the run',
  })
  return makeCampaign(suite, options, readResume(options.resume))
}

/** What the configuration is made of, with the defaults. */
export function choicesOf(options: RunOptions): Parameters<typeof configure>[1] {
  return {
    purpose: options.purpose ?? 'controlled',
    seed: options.seed ?? 'capbench',
    oversubscribe: options.oversubscribe ?? false,
    includeOptIn: options.includeOptIn ?? false,
    attempts: options.attempts ?? 2,
    maxChannelBytes: options.maxChannelBytes ?? 64 * 1024 * 1024,
  }
}

/** @param stages what becomes of unfinished campaigns; `leave` is: they are none of this one's business */
export async function makeCampaign<E extends Entry>(
  suite: Suite<E>,
  options: RunOptions,
  stages: boolean | 'auto' | 'leave',
): Promise<Campaign<E>> {
  const report: Reporter = options.onEvent ?? (() => {})
  const signal = options.signal ?? new AbortController().signal
  const store = resolve(options.store ?? defaultStore)
  const configured = configure(suite, choicesOf(options))
  const maxBytes = readMaxBytes(options.maxBytes)
  if (stages === false) {
    const reason = 'the caller began anew'
    for (const directory of quarantineDeadStages(store, reason)) report({ type: 'quarantined', directory, reason })
  }
  const now = new Date()
  const prepared = await prepare(suite, configured.config, report, signal)
  const plan = makePlan(configured.config, prepared.facts)
  const wanted = { suite, configured, prepared, plan }
  const resumed = stages === false || stages === 'leave' ? undefined : await goOn(store, wanted, stages, report)
  const campaignId = resumed?.campaignId ?? makeCampaignId(now, slugOf(suite.name), randomBytes(4).toString('hex'))
  const stage = resumed?.stage ?? openStage(store, campaignId)
  const writeJson = (path: string, value: JsonValue) => stage.write(path, canonicalBytes(value))
  if (resumed === undefined) {
    writeJson('config.json', configured.config as unknown as JsonObject)
    for (const [name, value] of prepared.environment) writeJson(`env/${name}.json`, value)
  }
  const schedule = scheduleOf(plan)
  for (const each of resumed?.runs ?? []) schedule.add(each)
  const opening = schedule.next()
  report({ type: 'planned', campaignId, plan, total: 'run' in opening ? opening.run.total : 0 })
  const { carryOut } = await import('../deferred.ts')
  return carryOut<E>(suite, {
    campaignId,
    started: resumed === undefined ? now : startOf(campaignId),
    plan,
    schedule,
    configured,
    prepared,
    stage,
    resumed,
    store,
    maxBytes,
    signal,
    report,
  })
}

/** @throws CAPBENCH_USAGE where a stage was to go on, and none can. */
async function goOn(
  store: string,
  wanted: Parameters<typeof resumeStage>[1],
  resume: true | 'auto',
  report: Reporter,
): Promise<Resumed | undefined> {
  const { resumed, setAside } = await resumeStage(store, wanted)
  for (const each of setAside) report({ type: 'quarantined', ...each })
  if (resumed !== undefined) report({ type: 'resumed', campaignId: resumed.campaignId, runs: resumed.runs.length })
  if (resume === 'auto' || resumed !== undefined) return resumed
  const why = setAside.map(({ directory, reason }) => `${directory}: ${reason}`).join('; ')
  throw new CapbenchError(
    'CAPBENCH_USAGE',
    `no unfinished campaign of ${store} can go on (${why || 'there is none'}); begin anew without \`resume: true\``,
  )
}

function readResume(wanted: RunOptions['resume'] = 'auto'): boolean | 'auto' {
  if (wanted === 'auto' || typeof wanted === 'boolean') return wanted
  throw new CapbenchError('CAPBENCH_USAGE', `resume must be true, false or 'auto', got ${String(wanted)}`)
}

function readMaxBytes(wanted = defaultMaxBytes): number {
  if (Number.isSafeInteger(wanted) && wanted >= 1024 ** 2) return wanted
  throw new CapbenchError('CAPBENCH_USAGE', `maxBytes must be a whole number from ${1024 ** 2}, got ${wanted}`)
}
