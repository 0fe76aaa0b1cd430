import { setTimeout as sleep } from 'node:timers/promises'
import type { AuthorityProfile } from '../../authority/profile.ts'
import type { JsonValue } from '../../define/json.ts'
import { messageOf } from '../../error.ts'
import { refuseUnknownOptions } from '../../options.ts'
import type { Parser } from '../../parse/transcript.ts'
import type { PrepareContext, Target } from '../../target/target.ts'
import type { Check, Preparation, Surroundings } from './check.ts'
import { endingChecks } from './ending-checks.ts'
import { factsChecks } from './facts-checks.ts'
import { anyRecords } from './judge-run.ts'
import { leftBehind, processes } from './processes.ts'
import type { TargetPrograms } from './programs.ts'
import { type RecordedRun, type RunSettings, recordRun } from './recorded-run.ts'
import { everyRunChecks, goodRunChecks } from './run-checks.ts'

/** One promise of the contract and whether this target keeps it. */
export interface TargetCheck {
  readonly name: string
  readonly outcome: 'pass' | 'fail' | 'skip'
  /** What was wrong, or why it was skipped; empty where it passed. */
  readonly details: readonly string[]
}

/** What the checks of a target found. */
export interface TargetReport {
  readonly target: string
  /** No check failed. Skipped ones are listed: a skip is no pass. */
  readonly passed: boolean
  readonly checks: readonly TargetCheck[]
}

/** The programs with which a target is checked. */
export interface TestTargetOptions {
  readonly programs: TargetPrograms
  /** What the programs may do. Default: compute and read a clock, which enforcing targets hold them to. */
  readonly authority?: AuthorityProfile
  /** How transcripts are read. Default: a whole stream of records of any type on the channel `records`. */
  readonly parser?: Parser<JsonValue>
  /** Default 1. */
  readonly vcpus?: number
  /** Limit of the phase `run` of a run that ends by itself, in ms. Default 60000. */
  readonly runTimeoutMs?: number
  /** The same of one that hangs. Default 1000. */
  readonly hangTimeoutMs?: number
  /** Where a flood is cut off. Default 65536. */
  readonly maxChannelBytes?: number
  /** How long one run may take in all, in ms. Default 300000. */
  readonly patienceMs?: number
  /** Hears of every check as it ends. */
  readonly onCheck?: (check: TargetCheck) => void
}

const optionNames = [
  'programs',
  'authority',
  'parser',
  'vcpus',
  'runTimeoutMs',
  'hangTimeoutMs',
  'maxChannelBytes',
  'patienceMs',
  'onCheck',
] as const satisfies readonly (keyof TestTargetOptions)[]

/** What a timer of the target may still have in mind after its last run, in ms. */
const lateMs = 200

/**
 * Holds a target against its contract, with real runs: one suite for all targets, independent of any test runner.
 *
 * Checks run one after the other, those of every run last. Nothing is thrown for what the target does.
 *
 * @throws CAPBENCH_USAGE for an option that does not exist
 */
export async function testTarget(target: Target, options: TestTargetOptions): Promise<TargetReport> {
  refuseUnknownOptions('testTarget', options, optionNames)
  const checks: TargetCheck[] = []
  const note = (check: TargetCheck): void => {
    checks.push(check)
    options.onCheck?.(check)
  }
  const report = () => ({ target: target.name, passed: checks.every(({ outcome }) => outcome !== 'fail'), checks })
  let prepared: Preparation
  try {
    prepared = await prepareTwice(target)
    note({ name: 'prepare returns', outcome: 'pass', details: [] })
  } catch (error) {
    note({ name: 'prepare returns', outcome: 'fail', details: [messageOf(error)] })
    return report()
  }
  const around = surroundings(target, options, prepared)
  for (const check of [...factsChecks, ...goodRunChecks, ...endingChecks, ...everyRunChecks]) {
    if (check === everyRunChecks[1]) await sleep(lateMs)
    note(await held(check, around))
  }
  return report()
}

async function held(check: Check, around: Surroundings): Promise<TargetCheck> {
  const { name, programs = [] } = check
  const missing = programs.filter((program) => around.programs[program] === undefined)
  if (missing.length > 0) {
    return { name, outcome: 'skip', details: [`the target was given no program "${missing.join('", "')}"`] }
  }
  try {
    const faults = await check.faults(around)
    if ('skip' in faults) return { name, outcome: 'skip', details: [faults.skip] }
    return { name, outcome: faults.length === 0 ? 'pass' : 'fail', details: faults }
  } catch (error) {
    return { name, outcome: 'fail', details: [messageOf(error)] }
  }
}

async function prepareTwice(target: Target): Promise<Preparation> {
  const environment = new Map<string, JsonValue>()
  const context: PrepareContext = {
    maxVcpus: 2,
    signal: new AbortController().signal,
    progress: () => {},
    environment: async (name, capture) => {
      const value = (environment.get(name) as Awaited<ReturnType<typeof capture>> | undefined) ?? (await capture())
      environment.set(name, value)
      return value
    },
  }
  return { facts: [await target.prepare(context), await target.prepare(context)], environment }
}

function surroundings(target: Target, options: TestTargetOptions, prepared: Preparation): Surroundings {
  const runs: RecordedRun[] = []
  const before = processes() ?? []
  const settings: RunSettings = {
    vcpus: options.vcpus ?? 1,
    ...(options.authority && { authority: options.authority }),
    runTimeoutMs: options.runTimeoutMs ?? 60_000,
    maxChannelBytes: options.maxChannelBytes ?? 65_536,
    patienceMs: options.patienceMs ?? 300_000,
  }
  return {
    target,
    prepared,
    programs: options.programs,
    parser: options.parser ?? anyRecords,
    hangTimeoutMs: options.hangTimeoutMs ?? 1000,
    runs,
    run: async (work, change) => {
      const run = await recordRun(target, work, { ...settings, ...change })
      runs.push(run)
      return run
    },
    left: () => {
      const nonces = runs.flatMap(({ request }) => [request.nonce, request.launcherNonce])
      return (
        processes() &&
        leftBehind(before, processes() ?? [], nonces).map(
          ({ pid, words }) => `process ${pid} is left: ${words.join(' ').slice(0, 200)}`,
        )
      )
    },
  }
}
