import type { PreparedWorkload } from '../define/benchmark.ts'
import { onSystem } from '../define/metric.ts'
import type { ProgramFile } from '../define/program.ts'
import type { Suite } from '../define/suite.ts'
import type { Stage } from '../evidence/stage.ts'
import { type NextRun, type RunSoFar, repeats, type Schedule } from '../plan/next.ts'
import { type Plan, rowKey } from '../plan/plan.ts'
import { headlineValue } from '../summarize/headline.ts'
import type { Work } from '../target/target.ts'
import { type Assessment, assess, presentedCpus } from '../verify/assess.ts'
import { watchCanaries } from '../verify/contention/canary.ts'
import { type Contention, contentionOfRun, isContaminated } from '../verify/contention/contention.ts'
import type { Setting } from '../verify/verdict.ts'
import type { Reporter } from './campaign-events.ts'
import type { Configured } from './configure.ts'
import type { Prepared } from './prepare.ts'
import { runOne } from './run-one.ts'

export interface Execution {
  readonly plan: Plan
  /** It knows the runs of `before` already. */
  readonly schedule: Schedule
  readonly configured: Configured
  readonly prepared: Prepared
  readonly stage: Stage
  /** Runs that an earlier process finished. */
  readonly before: readonly RunSoFar[]
  /** Bytes that the campaign has left for channels and artifacts. */
  readonly room: () => number
  readonly signal: AbortSignal
  readonly report: Reporter
}

/** The loop: asks the schedule, runs, assesses, until nothing is left or the caller cancels. */
export async function executePlan(suite: Suite, execution: Execution): Promise<'done' | 'cancelled'> {
  const { plan, schedule, report, signal } = execution
  const canaries = watchCanaries(execution.before)
  let cancelled = false
  for (;;) {
    const following = schedule.next()
    if (cancelled || (signal.aborted && 'run' in following)) return 'cancelled'
    if ('done' in following) return 'done'
    const { run: current } = following
    report({ type: 'run-start', run: current })
    const startedMs = performance.now()
    const { assessment, contention: seen, headline } = await runAndAssess(suite, current, execution)
    const canary = assessment.accepted ? assessment.canary : undefined
    const contention = canaries.judge(rowKey(current.row), canary, seen)
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
    const { accepted } = assessment
    schedule.add({ key: rowKey(current.row), kind: current.kind, accepted, contaminated, value: headline, canary })
  }
}

async function runAndAssess(
  suite: Suite,
  current: NextRun,
  execution: Execution,
): Promise<{
  readonly assessment: Assessment
  readonly contention: Contention
  readonly headline: number | undefined
}> {
  const { configured, prepared, stage, room, signal, report } = execution
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
    room,
    target,
    entry,
    authority: benchmark.authority,
    work: (at, nonce) => workOf(workload, program, at, nonce),
    setting,
    signal,
    output: (channel, chunk) => report({ type: 'output', run: current, channel, chunk }),
  })
  const expected = { benchmark, system: target.system, setting, facts, programSha256: program?.manifest.sha256 ?? null }
  const { assessment } = assess(finished, expected)
  const contention = contentionOfRun(finished, facts, benchmark.method.cpuBound)
  return { assessment, contention, headline: headlineValue(benchmark, assessment) }
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
