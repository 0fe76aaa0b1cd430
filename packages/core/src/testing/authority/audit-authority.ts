import { type AuthorityProfile, defineAuthorityProfile } from '../../authority/profile.ts'
import { meaningOf } from '../../authority/systems.ts'
import type { Term } from '../../authority/terms.ts'
import type { Benchmark } from '../../define/benchmark.ts'
import type { JsonObject } from '../../define/json.ts'
import type { Cause } from '../../define/reasons.ts'
import { withAuthority } from '../../define/with-authority.ts'
import { CapbenchError } from '../../error.ts'
import { refuseUnknownOptions } from '../../options.ts'
import type { Target } from '../../target/target.ts'
import { assess, presentedCpus } from '../../verify/assess.ts'
import type { MetricValue } from '../../verify/evaluate.ts'
import { finishedRun } from '../target/judge-run.ts'
import { recordRun } from '../target/recorded-run.ts'
import { prepareTarget } from './prepare-target.ts'

/** Which profile is audited, on which target and case. */
export interface AuthorityAuditOptions {
  readonly benchmark: Benchmark
  /** One that enforces profiles: a Linux guest or the native host. */
  readonly target: Target
  /** Default: the first case of the benchmark. */
  readonly caseName?: string
  /** Parameters for a short run. Default: those of the definition. */
  readonly parameters?: JsonObject
  /** How long one run may take, in ms. Default 120000. */
  readonly timeoutMs?: number
}

/** One term of a profile, and what became of a run without it. */
export interface AuditedTerm {
  readonly term: Term
  /**
   * `needed`: the run was refused, or measured less; `unneeded`: it passed all the same, so that the profile grants
   * more than it must; `inherent`: the system can not deny the term, so that nothing was tried.
   */
  readonly outcome: 'needed' | 'unneeded' | 'inherent'
  /** Of a needed one why the run was refused, or the metrics that it lost; of an inherent one what has it. */
  readonly detail: string
}

/** Which terms of a profile a workload needs. */
export interface AuthorityAudit {
  readonly profile: string
  readonly terms: readonly AuditedTerm[]
  /** The terms that the workload can do without; empty for a minimal profile. */
  readonly unneeded: readonly Term[]
}

/**
 * Runs a workload with every single term of its profile removed, and says which ones it can do without. A workload that
 * runs without the filter is audited under one, since nothing else would miss a term.
 *
 * @throws CAPBENCH_USAGE where the run does not pass under the whole profile, with the reasons: then nothing follows
 *   from a run that fails with less
 */
export async function auditAuthority(options: AuthorityAuditOptions): Promise<AuthorityAudit> {
  refuseUnknownOptions('auditAuthority', options, ['benchmark', 'target', 'caseName', 'parameters', 'timeoutMs'])
  const { benchmark, target } = options
  const run = await runnerOf(options)
  const whole = filtered(benchmark.authority, benchmark.authority.terms)
  const { obstacle, measured } = await run(whole)
  if (obstacle !== undefined) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `${benchmark.name} on ${target.name} was to pass under its whole profile ${whole.name} and did not: ` +
        `${obstacle.reason}: ${obstacle.detail}`,
    )
  }
  const audited: AuditedTerm[] = []
  for (const term of whole.terms) {
    const { hold, permits } = meaningOf(term, target.system)
    if (hold !== 'enforced') {
      audited.push({ term, outcome: 'inherent', detail: permits })
      continue
    }
    const less = filtered(
      whole,
      whole.terms.filter((each) => each !== term),
    )
    const without = await run(less)
    const lost = measured.filter((metric) => !without.measured.includes(metric))
    audited.push({ term, ...outcomeOf(without.obstacle, lost) })
  }
  const unneeded = audited.filter(({ outcome }) => outcome === 'unneeded').map(({ term }) => term)
  return { profile: whole.name, terms: audited, unneeded }
}

function outcomeOf(obstacle: Cause | undefined, lost: readonly string[]): Pick<AuditedTerm, 'outcome' | 'detail'> {
  if (obstacle !== undefined) return { outcome: 'needed', detail: `${obstacle.reason}: ${obstacle.detail}` }
  if (lost.length === 0) return { outcome: 'unneeded', detail: 'the run passed without it' }
  return { outcome: 'needed', detail: `the run passed, and no longer measured ${lost.join(', ')}` }
}

const filtered = ({ name, posture }: AuthorityProfile, terms: readonly Term[]): AuthorityProfile =>
  defineAuthorityProfile({ name, terms, posture: { ...posture, filter: true } })

/** What became of one run: why it does not count, or the metrics that it measured. */
interface Attempt {
  readonly obstacle: Cause | undefined
  readonly measured: readonly string[]
}

/** Noise does not come from a missing term: a part that was too noisy was measured. */
const wasMeasured = (metric: MetricValue | undefined): boolean =>
  metric !== undefined &&
  (metric.values.length > 0 || (metric.outcome?.measured === false && metric.outcome.reason === 'noise'))

/** A function that runs the workload once under a profile. */
async function runnerOf(options: AuthorityAuditOptions) {
  const { benchmark, target, caseName = benchmark.cases[0]?.name, timeoutMs = 120_000 } = options
  const which = benchmark.cases.find(({ name }) => name === caseName)
  const workload = benchmark.workloadFor(target.system)
  if (which === undefined || workload?.form !== 'program') {
    const lacks = which === undefined ? `no case ${caseName}` : `no program for ${target.system}`
    throw new CapbenchError('CAPBENCH_USAGE', `${benchmark.name} has ${lacks}; an audit runs the program of a case`)
  }
  const facts = await prepareTarget(target, which.vcpus)
  const program = workload.program(target.arch)
  const setting = {
    parameters: benchmark.parametersWith(options.parameters ?? {}),
    case: which,
    system: target.system,
    cpus: presentedCpus(facts, which.vcpus),
  }
  return async (authority: AuthorityProfile): Promise<Attempt> => {
    const work = { form: 'program', program, args: workload.args(setting) } as const
    const limits = { runTimeoutMs: timeoutMs, maxChannelBytes: 64 * 1024 * 1024, patienceMs: timeoutMs * 3 }
    const run = await recordRun(target, () => work, { vcpus: which.vcpus, authority, ...limits })
    const { end } = run
    const terms: readonly Term[] = authority.terms
    if ('threw' in end) throw new CapbenchError('CAPBENCH_BUG', `target ${target.name}: ${end.threw}`)
    const expected = { system: target.system, setting, facts, programSha256: program.manifest.sha256 }
    const { assessment } = assess(finishedRun(run, end), {
      ...expected,
      benchmark: withAuthority(benchmark, authority),
    })
    if (!assessment.accepted) return { obstacle: assessment.causes[0], measured: [] }
    const allowed = benchmark.metrics.filter(({ authority: own = [] }) => own.every((each) => terms.includes(each)))
    const measured = allowed.filter(({ name }) => wasMeasured(assessment.metrics[name]))
    return { obstacle: undefined, measured: measured.map(({ name }) => name) }
  }
}
