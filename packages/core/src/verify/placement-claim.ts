import { eventsOf } from '../parse/host-events.ts'
import type { HostEvent } from '../target/events.ts'
import type { TargetFacts } from '../target/facts.ts'

type Affinity = Extract<HostEvent, { readonly kind: 'affinity' }>
type Claim = Pick<TargetFacts, 'cpus' | 'pinning' | 'envelope'>

/**
 * Holds the placement that a target claims against what it asked for and what the kernel said. The claim goes into the
 * envelope, and so into what a ratio may compare: a run elsewhere must not carry it.
 *
 * @returns the first contradiction, if there is one. A target that pins nothing claims nothing.
 */
export function placementContradiction(events: readonly HostEvent[], facts: Claim): string | undefined {
  const { pinning, envelope } = facts
  if (envelope.placement.pinning !== pinning)
    return `the facts claim the pinning ${pinning}, the envelope claims ${envelope.placement.pinning}`
  if (pinning === 'none') return undefined
  return eventsOf(events, 'affinity').flatMap((reading) => contradictions(reading, facts))[0]
}

function contradictions({ when, wanted, vcpus = [], threads }: Affinity, { cpus, envelope }: Claim): readonly string[] {
  const { placement } = envelope
  const within = (claimed: readonly number[], came: readonly number[]) => came.every((cpu) => claimed.includes(cpu))
  const any = [...new Set([...placement.cpus, ...placement.others])].sort((a, b) => a - b)
  const asked = within(any, wanted)
    ? []
    : [`the target claims the CPUs ${listed(any)} and wanted ${listed(wanted)} at the ${when}`]
  const seen = threads.flatMap(({ tid, comm, cpus: came }) => {
    const own = vcpus.length === 0 || vcpus.some((vcpu) => vcpu.tid === tid)
    const claims = own
      ? [
          { who: 'facts', claimed: cpus },
          { who: 'envelope', claimed: placement.cpus },
        ]
      : [{ who: 'envelope', claimed: placement.others }]
    return claims
      .filter(({ claimed }) => !within(claimed, came))
      .map(
        ({ who, claimed }) =>
          `by the ${who} thread ${tid} (${comm}) has the CPUs ${listed(claimed)}; ` +
          `it was allowed ${listed(came)} at the ${when}`,
      )
  })
  return [...asked, ...seen]
}

const listed = (cpus: readonly number[]): string => (cpus.length === 0 ? 'none' : cpus.join(','))
