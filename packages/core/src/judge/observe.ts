import { privilegedParts } from '../authority/privileged.ts'
import { needsPublicationProofs } from '../authority/publication.ts'
import type { Benchmark } from '../define/benchmark.ts'
import type { EvidenceContent } from '../evidence/content.ts'
import { readHostEvents } from '../parse/host-events.ts'
import type { Row } from '../plan/plan.ts'
import type { AssessedRun } from '../summarize/assess-runs.ts'
import type { HostEvent } from '../target/events.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { Role } from '../target/target.ts'
import { isContaminated } from '../verify/contention/contention.ts'
import { acceleratorsSeen, declaredOnly } from '../verify/emulator.ts'
import { placementOf, type SeenPlacement } from '../verify/placement.ts'
import type { Enforcement } from './authority.ts'
import { isolationOf } from './isolation.ts'
import type { Observed } from './labels/observed.ts'
import { coreTypesOf, nodesOf, siblingsOf } from './topology-groups.ts'

/** From this coefficient of variation on a row supports no claim: pyperf calls it unstable as well. */
const maxCv = 0.1

/** Gathers what the label of a row depends on, all of it from the raw half of the evidence. */
export function observe(input: {
  readonly content: EvidenceContent
  readonly row: Row
  readonly facts: TargetFacts
  readonly role: Role
  readonly definition: Pick<Benchmark, 'authority' | 'publicationProofs'>
  readonly enforcement: Enforcement
  readonly runs: readonly AssessedRun[]
  /** Runs that passed. */
  readonly samples: number
  /** Their coefficient of variation; undefined for one run. */
  readonly cv: number | undefined
  /** They rise or fall with the order of the runs. */
  readonly drift: boolean
  /** Some stand far apart from the others. */
  readonly outliers: boolean
  /** Compared with itself the row is uncertain by more than gates must see. */
  readonly noisy: boolean
  /** The transcript has no checksum of its own. */
  readonly foreignFormat: boolean
}): Observed {
  const { content, facts, row } = input
  const counted = input.runs.filter(({ record, setAside }) => record.kind === 'measured' && !setAside)
  const events = counted.map(({ run }) => readHostEvents(run.hostEvents()))
  const declared = declaredOnly(events, facts, row.vcpus)
  const steals = counted.flatMap(({ contention: { steal } }) => (steal === null ? [] : [steal]))
  const debugged = counted.some(({ record }) => record.command?.args.includes('-gdb'))
  const own = privilegedParts(input.definition.authority).filter(({ lowers }) => lowers)
  const special = [...own.map(({ part }) => part), ...(debugged ? ['debugger'] : [])]
  const placement = placementOfRow(
    events.map((each) => placementOf(each, facts.pinning !== 'none')),
    facts,
    row.vcpus,
  )
  return {
    kind: facts.accelerator === 'native' ? 'native' : facts.authority === 'no-isolation-boundary' ? 'bare' : 'guest',
    role: input.role,
    accel: acceleratorOf(events, facts),
    ...(declared.includes('accelerator') && { accelDeclared: true }),
    nested: facts.nesting === 'bare' ? 'none' : facts.nesting,
    smp: row.vcpus,
    ...placement,
    ...topologyOf(content.topology, placement.pin ?? facts.cpus),
    hostOnline: facts.cpus.length,
    ...isolationOf(content.topology, placement.vcpuMap ?? placement.pin),
    n: input.samples,
    ...(special.length > 0 && { special }),
    ...(steals.length > 0 && { steal: Math.max(...steals) }),
    authority: standingOf(input.enforcement),
    unproven: needsPublicationProofs(input.definition.authority) && input.definition.publicationProofs.length === 0,
    provenance: Object.values(facts.provenance).includes(null) ? 'unknown' : 'known',
    imported: facts.imported === true,
    topologyFromHypervisor: facts.nesting === 'nested',
    reasons: [
      ...(['diagnostic', 'smoke'].includes(content.config.purpose) ? (['purpose-not-controlled'] as const) : []),
      ...(input.cv !== undefined && input.cv >= maxCv ? (['cv-over-limit'] as const) : []),
      ...(input.drift ? (['drift'] as const) : []),
      ...(counted.some(({ contention }) => isContaminated(contention)) ? (['contended'] as const) : []),
      ...(counted.some(({ contention }) => contention.region === 'unseen') ? (['contention-unseen'] as const) : []),
      ...(declared.length > 0 ? (['envelope-declared'] as const) : []),
    ],
    notes: [
      ...(input.foreignFormat ? (['integrity: format-without-checksum'] as const) : []),
      ...(input.outliers ? (['outliers'] as const) : []),
      ...(input.noisy ? (['noise-floor>5%'] as const) : []),
    ],
  }
}

/** What nobody stated may have been seen: KVM on every run, and one emulated run is enough to say that it was not. */
function acceleratorOf(runs: readonly (readonly HostEvent[])[], facts: TargetFacts): Observed['accel'] {
  if (facts.accelerator !== 'none' || facts.envelope.accelerator !== null) return facts.accelerator
  const seen = runs.map(acceleratorsSeen)
  if (seen.flat().some((name) => name !== null && name !== 'kvm')) return 'tcg'
  const everywhere = seen.length > 0 && seen.every((names) => names.length > 0 && names.every((name) => name === 'kvm'))
  return everywhere ? 'kvm' : 'unknown'
}

function standingOf(enforcement: Enforcement): Observed['authority'] {
  if (enforcement === 'no-isolation-boundary') return 'inherent'
  return enforcement === 'declared-and-checked' ? 'enforced' : enforcement
}

/** Seen on every run at start and end, else it counts as not pinned: what nobody read back is only a wish. */
function placementOfRow(
  runs: readonly SeenPlacement[],
  facts: TargetFacts,
  vcpus: number,
): Pick<Observed, 'pin' | 'pinMode' | 'vcpuMap'> {
  const [first, ...others] = runs
  const everywhere = runs.every(({ cpus, readAgain }) => cpus !== undefined && readAgain)
  if (facts.pinning === 'none' || first === undefined || !everywhere) return { pin: null, pinMode: 'process' }
  const pin = [...new Set(runs.flatMap(({ cpus }) => cpus ?? []))].sort((a, b) => a - b)
  const same = others.every(({ vcpuMap }) => vcpuMap?.join() === first.vcpuMap?.join())
  const vcpuMap = same && first.vcpuMap?.length === vcpus ? first.vcpuMap : undefined
  if (facts.pinning === 'process') return { pin, pinMode: 'process' }
  return vcpuMap === undefined ? { pin: null, pinMode: 'per-vcpu' } : { pin, pinMode: 'per-vcpu', vcpuMap }
}

/** @param cpus that the row may use: groups of others are not its business */
export function topologyOf(
  topology: EvidenceContent['topology'],
  cpus: readonly number[],
): Pick<Observed, 'siblings' | 'nodes' | 'coreTypes'> {
  const own = (groups: readonly (readonly number[])[]) =>
    groups.map((group) => group.filter((cpu) => cpus.includes(cpu))).filter((group) => group.length > 0)
  const [nodes, coreTypes] = [nodesOf(topology), coreTypesOf(topology)]
  return {
    siblings: siblingsOf(topology),
    ...(nodes && { nodes: own(nodes) }),
    ...(coreTypes && { coreTypes: own(coreTypes) }),
  }
}
