import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { PreparedWorkload } from '../define/benchmark.ts'
import type { JsonObject, JsonValue } from '../define/json.ts'
import { onSystem } from '../define/metric.ts'
import type { ProgramFile } from '../define/program.ts'
import type { Entry, Suite } from '../define/suite.ts'
import { derive } from '../derive.ts'
import { canonicalBytes } from '../encode/canonical.ts'
import { messageOf } from '../error.ts'
import { type Campaign, openCampaign } from '../evidence/campaign.ts'
import { openDirectory } from '../evidence/directory.ts'
import { appendToIndex } from '../evidence/index-chain.ts'
import { makeCampaignId, slugOf } from '../evidence/paths.ts'
import { quarantineDeadStages } from '../evidence/quarantine.ts'
import { sealDerived, sealEvidence } from '../evidence/seal.ts'
import { openStage, type Stage } from '../evidence/stage.ts'
import { refuseUnknownOptions } from '../options.ts'
import type { Purpose } from '../plan/config.ts'
import { type NextRun, next, type RunSoFar, repeats } from '../plan/next.ts'
import { makePlan, type Plan, rowKey } from '../plan/plan.ts'
import type { Work } from '../target/target.ts'
import { type Assessment, assess, presentedCpus } from '../verify/assess.ts'
import { type Contention, contentionOfRun, isContaminated } from '../verify/contention/contention.ts'
import type { Setting } from '../verify/verdict.ts'
import type { Reporter } from './campaign-events.ts'
import { type Configured, configure } from './configure.ts'
import { type Prepared, prepare } from './prepare.ts'
import { runOne } from './run-one.ts'

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
  refuseUnknownOptions('run', options, runOptionNames)
  const report: Reporter = options.onEvent ?? (() => {})
  const signal = options.signal ?? new AbortController().signal
  const store = resolve(options.store ?? defaultStore)
  const configured = configure(suite, {
    purpose: options.purpose ?? 'controlled',
    seed: options.seed ?? 'capbench',
    oversubscribe: options.oversubscribe ?? false,
    includeOptIn: options.includeOptIn ?? false,
    attempts: options.attempts ?? 2,
    maxChannelBytes: options.maxChannelBytes ?? 64 * 1024 * 1024,
  })
  for (const directory of quarantineDeadStages(store)) report({ type: 'quarantined', directory })
  const startedUtc = new Date()
  const campaignId = makeCampaignId(startedUtc, slugOf(suite.name), randomBytes(4).toString('hex'))
  const prepared = await prepare(suite, configured.config, report, signal)
  const plan = makePlan(configured.config, prepared.facts)
  const stage = openStage(store, campaignId)
  const writeJson = (path: string, value: JsonValue) => stage.write(path, canonicalBytes(value))
  writeJson('config.json', configured.config as unknown as JsonObject)
  for (const [name, value] of prepared.environment) writeJson(`env/${name}.json`, value)
  const ended = await executePlan(suite, plan, campaignId, { configured, prepared, stage, signal, report })
  writeJson('env/campaign.json', {
    schema: 'capbench.campaign/1',
    campaignId,
    startedUtc: startedUtc.toISOString(),
    endedUtc: new Date().toISOString(),
    ended,
  })
  report({ type: 'deriving' })
  sealEvidence(stage)
  const benchmarks = suite.entries.map(({ benchmark }) => benchmark)
  const derived = await derive(openDirectory(stage.directory), benchmarks)
  for (const [path, bytes] of derived.files) stage.write(path, bytes)
  const campaignDigest = sealDerived(stage, derived.files)
  const directory = stage.publish()
  try {
    appendToIndex(store, { campaignId, campaignDigest, derived })
  } catch (error) {
    // The campaign is whole and published; a lock that somebody holds must not cost its caller the results.
    report({ type: 'not-indexed', directory, reason: messageOf(error) })
  }
  report({ type: 'published', directory })
  return openCampaign<E>(directory, derived)
}

interface Execution {
  readonly configured: Configured
  readonly prepared: Prepared
  readonly stage: Stage
  readonly signal: AbortSignal
  readonly report: Reporter
}

/** The loop: asks `next`, runs, assesses, until nothing is left or the caller cancels. */
async function executePlan(
  suite: Suite,
  plan: Plan,
  campaignId: string,
  execution: Execution,
): Promise<'done' | 'cancelled'> {
  const { report, signal } = execution
  const runs: RunSoFar[] = []
  let cancelled = false
  const opening = next(plan, runs)
  report({ type: 'planned', campaignId, plan, total: 'run' in opening ? opening.run.total : 0 })
  for (;;) {
    const following = next(plan, runs)
    if (cancelled || (signal.aborted && 'run' in following)) return 'cancelled'
    if ('done' in following) return 'done'
    const { run: current } = following
    report({ type: 'run-start', run: current })
    const startedMs = performance.now()
    const { assessment, contention } = await runAndAssess(suite, current, execution)
    const contaminated = isContaminated(contention)
    report({
      type: 'run-end',
      run: current,
      wallMs: performance.now() - startedMs,
      outcome: assessment.accepted
        ? {
            accepted: true,
            headline: headlineOf(suite, current, assessment),
            contaminations: current.kind === 'measured' ? contention.contaminations : [],
            setAside: repeats({ kind: current.kind, accepted: true, contaminated }, current.attempt, plan.attempts),
          }
        : { accepted: false, causes: assessment.causes },
    })
    cancelled = signal.aborted && !assessment.accepted && assessment.causes[0].reason === 'cancelled'
    runs.push({ key: rowKey(current.row), kind: current.kind, accepted: assessment.accepted, contaminated })
  }
}

async function runAndAssess(
  suite: Suite,
  current: NextRun,
  execution: Execution,
): Promise<{ readonly assessment: Assessment; readonly contention: Contention }> {
  const { configured, prepared, stage, signal, report } = execution
  const { config, programs } = configured
  const { row } = current
  const all = suite.entries.flatMap(({ benchmark }) => [benchmark, ...benchmark.proofs])
  const benchmark = all.find(({ name }) => name === row.benchmark)
  const target = suite.entries.find((entry) => entry.target.name === row.target)?.target
  const entry = config.entries.find((each) => each.benchmark === row.benchmark && each.target === row.target)
  const facts = prepared.facts.get(row.target)
  const program = programs.get(`${row.benchmark}/${row.target}`)
  const workload = target && benchmark?.workloadFor(target.system)
  const caseConfig = entry?.cases.find(({ name }) => name === row.caseName)
  if (!(benchmark && target && entry && facts && workload && caseConfig)) {
    throw new Error(`unreachable: ${rowKey(row)} was planned from these`)
  }
  const setting = {
    parameters: entry.parameters,
    case: { ...caseConfig, optIn: false },
    system: target.system,
    cpus: presentedCpus(facts, row.vcpus),
  }
  const finished = await runOne(current, {
    stage,
    config,
    target,
    entry,
    work: (at, nonce) => workOf(workload, program, at, nonce),
    setting,
    signal,
    output: (channel, chunk) => report({ type: 'output', run: current, channel, chunk }),
  })
  const expected = { benchmark, system: target.system, setting, facts, programSha256: program?.manifest.sha256 ?? null }
  return { assessment: assess(finished, expected), contention: contentionOfRun(finished, facts) }
}

function workOf(workload: PreparedWorkload, program: ProgramFile | undefined, setting: Setting, nonce: string): Work {
  if (workload.form === 'console') return { form: 'console', dialogue: workload.dialogue(setting, nonce) }
  if (program === undefined) throw new Error('unreachable: every workload of this form was configured with its program')
  return { form: 'program', program, args: workload.args(setting) }
}

function headlineOf(suite: Suite, { row }: NextRun, assessment: Extract<Assessment, { accepted: true }>) {
  const entry = suite.entries.find(
    ({ benchmark, target }) => benchmark.name === row.benchmark && target.name === row.target,
  )
  const metric = entry?.benchmark.metrics[0]
  const value = metric && assessment.metrics[metric.name]?.values[0]
  if (entry === undefined || metric === undefined || value === undefined) return undefined
  return { metric: metric.name, value, unit: onSystem(metric.unit, entry.target.system) ?? 'none' }
}
