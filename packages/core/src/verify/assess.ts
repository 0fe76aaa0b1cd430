import type { Benchmark } from '../define/benchmark.ts'
import type { JsonValue } from '../define/json.ts'
import { type Cause, cause, type NonEmpty, rankCauses } from '../define/reasons.ts'
import type { System } from '../define/system.ts'
import { CapbenchError } from '../error.ts'
import type { RunRecord } from '../evidence/run-record.ts'
import { readHostEvents } from '../parse/host-events.ts'
import { type LauncherReport, parseLauncher } from '../parse/launcher.ts'
import type { HostEvent } from '../target/events.ts'
import type { TargetFacts } from '../target/facts.ts'
import { auditCauses } from './authority/audit-event.ts'
import { authorityOfRun, type RunAuthority } from './authority/run-authority.ts'
import { clockCauses } from './clock.ts'
import { emulatorCauses } from './emulator.ts'
import type { Evaluation, MetricValue } from './evaluate.ts'
import { exitCauses } from './exit.ts'
import { faultsIn } from './faults.ts'
import type { FinishedRun } from './finished-run.ts'
import { placementOf } from './placement.ts'
import { placementContradiction } from './placement-claim.ts'
import { type PostureSources, postureCauses, type SeenDeviation, seenDeviations } from './posture/posture.ts'
import type { Setting, Verdict } from './verdict.ts'

/** What a run is measured against. */
export interface Expectation {
  readonly benchmark: Benchmark
  readonly system: System
  readonly setting: Setting
  readonly facts: TargetFacts
  /** Null where the system brings its own program. */
  readonly programSha256: string | null
}

/** A run is accepted as a whole, or every cause that was found is listed, the reason first. */
export type Assessment =
  | {
      readonly accepted: true
      readonly verdict: Extract<Verdict, { accepted: true }>
      readonly observation: JsonValue
      readonly metrics: { readonly [name: string]: MetricValue }
      readonly canary?: number
    }
  | { readonly accepted: false; readonly causes: NonEmpty<Cause> }

/**
 * CPUs that a target presents to a run: fewer than the case has only natively, where oversubscription was asked for.
 */
export function presentedCpus(facts: TargetFacts, vcpus: number): number {
  return facts.accelerator === 'native' ? Math.min(vcpus, facts.cpus.length) : vcpus
}

/** What was seen of the authority and the posture of a run, whatever became of it. */
export interface SeenAuthority {
  /** Undefined where nobody enforced or observed anything. */
  readonly seen: RunAuthority | undefined
  readonly deviations: readonly SeenDeviation[]
}

function inspect(run: FinishedRun, expected: Expectation, events: readonly HostEvent[]) {
  const { benchmark, facts } = expected
  const report = facts.cleanExit.launcher ? parseLauncher(run.channel('launcher'), run.record.launcherNonce) : undefined
  const authority = authorityOfRun(run, report, { ...expected, profile: benchmark.authority })
  return { ...authority, report, deviations: seenDeviations(postureSources(run, facts, events, report)) }
}

/**
 * Judges one run from its raw bytes alone. Nothing is taken on trust: how the process ended, what the console says,
 * what the launcher saw, whether every record is there, and only then what the verifier says. One reading of the bytes
 * serves the judgement and what is said of the authority in its row.
 */
export function assess(
  run: FinishedRun,
  expected: Expectation,
): { readonly assessment: Assessment; readonly authority: SeenAuthority } {
  const events = readHostEvents(run.hostEvents())
  const inspected = inspect(run, expected, events)
  const { seen, deviations } = inspected
  return { assessment: judged(run, expected, events, inspected), authority: { seen, deviations } }
}

function judged(
  run: FinishedRun,
  expected: Expectation,
  events: readonly HostEvent[],
  authority: ReturnType<typeof inspect>,
): Assessment {
  const { benchmark, system, facts } = expected
  const causes: Cause[] = [...endOf(run.record), ...faultsIn(run, facts)]
  const { report } = authority
  causes.push(...authority.causes, ...auditCauses(events, benchmark.authority))
  // A proof times nothing: how it was built is said of the rows that need it.
  if (benchmark.tier > 0) causes.push(...postureCauses(benchmark.authority.posture, authority.deviations))
  if (run.record.outcome.end === 'finished') {
    causes.push(...exitCauses(run.record, facts, benchmark.workloadFor(system)?.parser.foreign, events))
    if (report !== undefined) {
      const ended = authority.causes.some(({ reason }) => reason === 'authority_exceeded')
      causes.push(...launcherOf(report, expected, events, ended))
    }
  }
  causes.push(...emulatorCauses(events, facts, run.record.vcpus))
  const lost = placementOf(events, facts.pinning !== 'none').lost ?? placementContradiction(events, facts)
  if (lost !== undefined) causes.push(cause('placement_lost', lost))
  const evaluation = evaluationOf(run, expected)
  if ('thrown' in evaluation) causes.push(cause('verifier_rejected', evaluation.thrown))
  else if (!evaluation.complete) causes.push(cause('records_lost', evaluation.lost))
  else if (!evaluation.verdict.accepted) {
    causes.push(cause('verifier_rejected', evaluation.verdict.rejected.join('; ')))
  }
  const [first, ...rest] = causes
  if (first !== undefined) return { accepted: false, causes: rankCauses([first, ...rest]) }
  if ('thrown' in evaluation || !evaluation.complete || !evaluation.verdict.accepted)
    throw new Error('unreachable: refused above')
  return {
    accepted: true,
    verdict: evaluation.verdict,
    observation: evaluation.observation,
    metrics: evaluation.metrics,
    ...(evaluation.canary !== undefined && { canary: evaluation.canary }),
  }
}

/**
 * A parser, verifier or metric that throws must not cost the campaign its other rows. The text of an engine's own
 * errors changes with its version and would not derive again, so only their name is kept.
 */
function evaluationOf(run: FinishedRun, { benchmark, setting }: Expectation): Evaluation | { readonly thrown: string } {
  try {
    return benchmark.evaluate({ nonce: run.record.nonce, channel: run.channel, artifact: run.artifact }, setting)
  } catch (error) {
    const came = error instanceof CapbenchError ? error.message : error instanceof Error ? error.name : typeof error
    return { thrown: `parser, verifier or metrics of ${benchmark.name} threw: ${came}; they must return` }
  }
}

function endOf({ outcome }: RunRecord): readonly Cause[] {
  switch (outcome.end) {
    case 'finished':
      return []
    case 'cancelled':
      return [cause('cancelled', outcome.detail)]
    case 'launch-failed':
      return [cause('launch_failed', outcome.detail)]
    case 'overflow':
      return [cause('transcript_overflow', outcome.detail)]
    case 'timeout':
      return [cause(`${outcome.phase}_timeout`, outcome.detail)]
    default:
      return outcome.end satisfies never
  }
}

function postureSources(
  { record, channel }: FinishedRun,
  facts: TargetFacts,
  events: readonly HostEvent[],
  report: LauncherReport | undefined,
): PostureSources {
  const system = report?.ok === true && report.kind === 'ran' ? report.system : undefined
  return {
    facts,
    events,
    command: record.command,
    kernelCommandLine: system?.cmdline,
    kernelRelease: system?.release,
    console: channel('console'),
  }
}

/** @param ended the launcher ended the program for what it tried: that it did not end by itself is no news then */
function launcherOf(
  report: LauncherReport,
  expected: Expectation,
  events: readonly HostEvent[],
  ended: boolean,
): readonly Cause[] {
  if (!report.ok) return [cause('records_lost', `launcher: ${report.lost}`)]
  if (report.kind === 'error') {
    return [cause('launch_failed', `the launcher failed at ${report.step}: ${report.message} (errno ${report.errno})`)]
  }
  const { program, started, exited } = report
  const found: Cause[] = []
  if (program.sha256 !== expected.programSha256) {
    found.push(
      cause(
        'workload_mismatch',
        `the program that ran has the digest ${program.sha256}, planned was ${expected.programSha256}`,
      ),
    )
  }
  if (ended) return found
  if (started !== undefined && started.cpus.length !== expected.setting.cpus) {
    const came = `${started.cpus.length} (${started.cpus.join(',')})`
    found.push(cause('placement_lost', `the program was to see ${expected.setting.cpus} CPUs and saw ${came}`))
  }
  if (exited.signal !== null) {
    const fatal = [4, 7, 8, 11, 31].includes(exited.signal) // SIGILL, SIGBUS, SIGFPE, SIGSEGV, SIGSYS
    found.push(cause(fatal ? 'guest_fault' : 'workload_error', `the program was ended by signal ${exited.signal}`))
  } else if (exited.code !== 0) {
    found.push(cause('workload_error', `the program exited with code ${exited.code}`))
  }
  if (exited.leftover > 0) {
    found.push(cause('workload_error', `the program left ${exited.leftover} process(es) behind`))
  }
  return [...found, ...(started ? clockCauses(events, exited.monotonicNs - started.monotonicNs) : [])]
}
