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
import { finishedRun } from '../target/judge-run.ts'
import { recordRun } from '../target/recorded-run.ts'
import { prepareTarget } from './prepare-target.ts'

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
   * `needed`: the run was refused; `unneeded`: it passed all the same, so that the profile grants more than it must;
   * `inherent`: the system can not deny the term, so that nothing was tried.
   */
  readonly outcome: 'needed' | 'unneeded' | 'inherent'
  /** Of a needed one why the run was refused; of an inherent one what has it. */
  readonly detail: string
}

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
  const [obstacle] = await run(whole)
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
    const [first] = await run(less)
    const detail = first === undefined ? 'the run passed without it' : `${first.reason}: ${first.detail}`
    audited.push({ term, outcome: first === undefined ? 'unneeded' : 'needed', detail })
  }
  const unneeded = audited.filter(({ outcome }) => outcome === 'unneeded').map(({ term }) => term)
  return { profile: whole.name, terms: audited, unneeded }
}

const filtered = ({ name, posture }: AuthorityProfile, terms: readonly Term[]): AuthorityProfile =>
  defineAuthorityProfile({ name, terms, posture: { ...posture, filter: true } })

/** A function that runs the workload once under a profile, and says why the run does not count; nothing if it does. */
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
  return async (authority: AuthorityProfile): Promise<readonly Cause[]> => {
    const work = { form: 'program', program, args: workload.args(setting) } as const
    const limits = { runTimeoutMs: timeoutMs, maxChannelBytes: 64 * 1024 * 1024, patienceMs: timeoutMs * 3 }
    const run = await recordRun(target, () => work, { vcpus: which.vcpus, authority, ...limits })
    const { end } = run
    if ('threw' in end) throw new CapbenchError('CAPBENCH_BUG', `target ${target.name}: ${end.threw}`)
    const expected = { system: target.system, setting, facts, programSha256: program.manifest.sha256 }
    const { assessment } = assess(finishedRun(run, end), {
      ...expected,
      benchmark: withAuthority(benchmark, authority),
    })
    return assessment.accepted ? [] : assessment.causes
  }
}
