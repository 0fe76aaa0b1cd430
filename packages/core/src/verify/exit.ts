import type { JsonObject, JsonValue } from '../define/json.ts'
import { type Cause, cause } from '../define/reasons.ts'
import type { RunRecord } from '../evidence/run-record.ts'
import { eventsOf } from '../parse/host-events.ts'
import type { Parser } from '../parse/transcript.ts'
import type { HostEvent } from '../target/events.ts'
import type { CleanExit, TargetFacts } from '../target/facts.ts'

type Shutdown = NonNullable<CleanExit['shutdown']>

/** How a clean run of this workload on this target ends: a foreign format says it in place of the target. */
export function cleanExitOf(
  { cleanExit }: Pick<TargetFacts, 'cleanExit'>,
  foreign: Parser<unknown>['foreign'],
): Pick<CleanExit, 'code' | 'shutdown'> {
  const { code, shutdown } = cleanExit
  if (foreign === undefined || foreign.exit === code) return { code, ...(shutdown && { shutdown }) }
  // A machine that has a code of its own for this gives 0 for a panic and a triple fault as well.
  return { code: foreign.exit, ...(foreign.exit === 0 && { shutdown: 'guest-shutdown' as const }) }
}

/** The definite exit signal: the agreed code and, where that alone proves nothing, the reason that QEMU gave. */
export function exitCauses(
  { outcome }: RunRecord,
  facts: TargetFacts,
  foreign: Parser<unknown>['foreign'],
  events: readonly HostEvent[],
): readonly Cause[] {
  const wanted = cleanExitOf(facts, foreign)
  return [...codeCauses(outcome, facts, wanted.code), ...shutdownCauses(outcome, events, wanted.shutdown)]
}

function codeCauses({ exit, detail }: RunRecord['outcome'], facts: TargetFacts, wanted: number): readonly Cause[] {
  if (exit.kind === 'exited' && exit.code === wanted) return []
  // Natively the launcher passes the program's own status on, and its record says more than the code does.
  if (facts.accelerator === 'native' && facts.cleanExit.launcher && exit.kind === 'exited') return []
  const came =
    exit.kind === 'exited' ? `exit code ${exit.code}` : exit.kind === 'signalled' ? exit.signal : exit.message
  return [cause('abnormal_exit', `a clean run ends with exit code ${wanted}, this one ended with ${came}. ${detail}`)]
}

/** Whether QEMU must say that the guest asked for it; a guest cannot ask for the end of QEMU by its monitor. */
const askedByGuest: Readonly<Record<Shutdown, boolean>> = { 'guest-shutdown': true, 'host-qmp-quit': false }

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every SHUTDOWN that came, and at least one, must be the agreed one. */
function shutdownCauses(
  { detail }: RunRecord['outcome'],
  events: readonly HostEvent[],
  wanted: Shutdown | undefined,
): readonly Cause[] {
  if (wanted === undefined) return []
  const came = eventsOf(events, 'qmp')
    .filter(({ event }) => event.event === 'SHUTDOWN')
    .map(({ event: { data } }) => {
      const { reason, guest } = isObject(data) ? data : {}
      return { clean: reason === wanted && guest === askedByGuest[wanted], text: `${reason} (guest ${guest})` }
    })
  if (came.length > 0 && came.every(({ clean }) => clean)) return []
  const what = came.length === 0 ? 'none came' : `${came.map(({ text }) => text).join(', then ')} came`
  return [
    cause(
      'abnormal_exit',
      `a clean run ends with QEMU's event SHUTDOWN, ${wanted} (guest ${askedByGuest[wanted]}); ${what}. ${detail}`,
    ),
  ]
}
