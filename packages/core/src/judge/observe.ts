import type { AuthorityProfile } from '../authority/profile.ts'
import type { EvidenceContent } from '../evidence/content.ts'
import { parseHostEvents } from '../parse/host-events.ts'
import type { Row } from '../plan/plan.ts'
import { stealFraction } from '../statistics/steal.ts'
import type { AssessedRun } from '../summarize/assess-runs.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { Role } from '../target/target.ts'
import type { Observed } from './labels/observed.ts'

/** From this coefficient of variation on a row supports no claim: pyperf calls it unstable as well. */
const maxCv = 0.1

/** Gathers what the label of a row depends on, all of it from the raw half of the evidence. */
export function observe(input: {
  readonly content: EvidenceContent
  readonly row: Row
  readonly facts: TargetFacts
  readonly role: Role
  readonly profile: AuthorityProfile
  readonly runs: readonly AssessedRun[]
  /** Runs that passed. */
  readonly samples: number
  /** Their coefficient of variation; undefined for one run. */
  readonly cv: number | undefined
}): Observed {
  const { content, facts, row } = input
  const { topology } = content
  const pinned = facts.pinning !== 'none'
  const measured = input.runs.filter(({ record }) => record.kind === 'measured')
  const host = measured.map(({ run }) => parseHostEvents(run.hostEvents(), pinned))
  // Seen on every run, else it counts as not pinned: a placement that nobody read back is only a wish.
  const readBack = pinned && host.every(({ cpus }) => cpus !== undefined)
  const cpus = [...new Set(host.flatMap((each) => each.cpus ?? []))].sort((a, b) => a - b)
  const steals = host.flatMap(({ times }) => {
    const steal = times && stealFraction(times.first, times.last, cpus)
    return steal !== undefined && 'fraction' in steal ? [steal.fraction] : []
  })
  const { posture } = input.profile
  const isolated = topology?.isolation.isolated ?? []
  const special = [
    ...(posture.kernel === 'measurement' ? ['measure'] : []),
    ...(posture.tracing ? ['tracing'] : []),
    ...(posture.validation ? [] : ['no-validation']),
    ...posture.fastPaths,
  ]
  return {
    kind: facts.accelerator === 'native' ? 'native' : facts.authority === 'no-isolation-boundary' ? 'bare' : 'guest',
    role: input.role,
    accel: facts.accelerator,
    nested: facts.nesting === 'bare' ? 'none' : facts.nesting,
    smp: row.vcpus,
    pin: readBack ? cpus : null,
    pinMode: 'process',
    siblings: siblingsOf(topology),
    hostOnline: facts.cpus.length,
    isolation: readBack && cpus.length > 0 && cpus.every((cpu) => isolated.includes(cpu)) ? 'isolcpus' : 'none',
    isolationVerified: true,
    n: input.samples,
    ...(special.length > 0 && { special }),
    ...(steals.length > 0 && { steal: Math.max(...steals) }),
    authority: facts.authority === 'no-isolation-boundary' ? 'inherent' : facts.authority,
    provenance: Object.values(facts.provenance).includes(null) ? 'unknown' : 'known',
    imported: false,
    topologyFromHypervisor: facts.nesting === 'nested',
    reasons: [
      ...(['diagnostic', 'smoke'].includes(content.config.purpose) ? (['purpose-not-controlled'] as const) : []),
      ...(input.cv !== undefined && input.cv >= maxCv ? (['cv-over-limit'] as const) : []),
    ],
  }
}

/** Logical CPUs of each physical core; null as soon as the kernel is silent about one of them. */
function siblingsOf(topology: EvidenceContent['topology']): readonly (readonly number[])[] | null {
  if (topology === undefined) return null
  const cores = new Map<string, readonly number[]>()
  for (const { siblings } of topology.cpus) {
    if (siblings === null) return null
    cores.set(siblings.join(), siblings)
  }
  return [...cores.values()]
}
