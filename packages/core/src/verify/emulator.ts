import { type Cause, cause } from '../define/reasons.ts'
import { type Emulator, emulatorOf } from '../parse/emulator/emulator.ts'
import { smpRefusal } from '../parse/emulator/refusal.ts'
import { eventsOf } from '../parse/host-events.ts'
import type { HostEvent } from '../target/events.ts'
import type { Envelope, EnvelopeField, TargetFacts } from '../target/facts.ts'

/** A part of the envelope as the command line of an emulator says it. */
export interface SeenField {
  readonly field: EnvelopeField | 'vcpus'
  readonly wanted: string
  readonly came: string
  readonly agrees: boolean
}

/**
 * Every part of the envelope that the emulators of a run say something of, field by field. What a command line leaves
 * unsaid is not seen; emulators that only answer a question are passed over.
 */
export function seenByEmulators(
  events: readonly HostEvent[],
  { envelope }: Pick<TargetFacts, 'envelope'>,
  vcpus: number,
): readonly SeenField[] {
  return eventsOf(events, 'emulator').flatMap(({ args, version }) => {
    const emulator = emulatorOf(args)
    return emulator.query ? [] : fieldsOf({ ...emulator, version }, envelope, vcpus)
  })
}

/** A run of another machine than the envelope names is another workload, and so is one whose vCPUs share a thread. */
export function emulatorCauses(events: readonly HostEvent[], facts: TargetFacts, vcpus: number): readonly Cause[] {
  const contradictions = seenByEmulators(events, facts, vcpus)
    .filter(({ agrees }) => !agrees)
    .map(({ field, wanted, came }) => `${field}: the envelope says ${wanted}, the emulator that ran was told ${came}`)
  const refusals = eventsOf(events, 'emulator').flatMap(({ args }) =>
    emulatorOf(args).query ? [] : (smpRefusal(args, vcpus) ?? []),
  )
  const details = [...(contradictions.length > 0 ? contradictions : refusals), ...moreBoots(events, facts)]
  return details.map((detail) => cause('workload_mismatch', detail))
}

/** Every machine that was found, by process id, where the target says that a run boots one. */
function moreBoots(events: readonly HostEvent[], { boots }: Pick<TargetFacts, 'boots'>): readonly string[] {
  if (boots === undefined) return []
  const machines = eventsOf(events, 'emulator').filter(({ args }) => !emulatorOf(args).query)
  const pids = [...new Set(machines.map(({ pid }) => pid))]
  // One that goes to the background goes on as a child of its own: it is seen once or twice.
  const daemons = new Set(machines.filter(({ args }) => args.includes('-daemonize')).map(({ pid }) => pid)).size
  if (pids.length - daemons + Math.ceil(daemons / 2) <= boots) return []
  return [
    `${boots} machine was to be booted in a run, ${pids.length} were found (processes ${pids.join(', ')}): make the ` +
      "harness boot one case once in each invocation, or say invocation: 'all-cases'",
  ]
}

/** What the envelope leaves open (null) cannot be contradicted. */
function fieldsOf(
  seen: Emulator & { readonly version: string | null },
  envelope: Envelope,
  vcpus: number,
): readonly SeenField[] {
  const text = (
    field: EnvelopeField,
    wanted: string | null,
    came: string | null,
    same = (a: string, b: string) => a === b,
  ): readonly SeenField[] =>
    wanted === null || came === null ? [] : [{ field, wanted, came, agrees: same(came, wanted) }]
  const number = (field: EnvelopeField | 'vcpus', wanted: number | null, came: number | null): readonly SeenField[] =>
    wanted === null || came === null ? [] : [{ field, wanted: `${wanted}`, came: `${came}`, agrees: came === wanted }]
  return [
    ...text('emulator', envelope.emulator, seen.emulator),
    ...text('emulatorVersion', envelope.emulatorVersion, seen.version),
    ...text('machine', envelope.machine, seen.machine),
    ...text('firmware', envelope.firmware, seen.firmware, (a, b) => plainFile(a) === plainFile(b)),
    ...text('cpuModel', envelope.cpuModel, seen.cpuModel),
    ...number('memoryBytes', envelope.memoryBytes, seen.memoryBytes),
    ...text('accelerator', envelope.accelerator, acceleratorText(seen, envelope.accelerator)),
    ...number('vcpus', vcpus, seen.vcpus),
  ]
}

/** A firmware is named by its file, or by what the file is called without path and ending. */
const plainFile = (name: string): string => (name.split('/').at(-1) ?? name).replace(/\.[a-z0-9]+$/i, '').toLowerCase()

/**
 * As the envelope writes it: `kvm`, `tcg,thread=multi`. A mode of threads that only the envelope names is not seen, and
 * neither is the accelerator then; one that only the command line names is a detail, unless it is `single`.
 */
function acceleratorText(seen: Emulator, envelope: string | null): string | null {
  const { accelerators, accelerator, threadMode, icount } = seen
  if (accelerators.length > 1) return `${accelerators.join(', then ')} (a silent fallback)`
  if (accelerator === null) return null
  const mode = accelerator === 'tcg' && threadMode !== null ? `,thread=${threadMode}` : ''
  const came = `${accelerator}${mode}${icount ? ',icount' : ''}`
  if (envelope === accelerator && threadMode !== 'single' && !icount) return accelerator
  const unsaid = mode === '' && !icount && (envelope?.startsWith(`${accelerator},thread=`) ?? false)
  return unsaid ? null : came
}

/** Accelerator of each emulator of a run that ran a machine; null where its command line leaves it open. */
export function acceleratorsSeen(events: readonly HostEvent[]): readonly (string | null)[] {
  return eventsOf(events, 'emulator')
    .map(({ args }) => emulatorOf(args))
    .flatMap(({ query, accelerator }) => (query ? [] : [accelerator]))
}

/**
 * Parts of the envelope that were declared and not seen, as the envelope says them, in every one of these runs.
 *
 * @param runs the events of each run
 */
export function declaredOnly(
  runs: readonly (readonly HostEvent[])[],
  facts: Pick<TargetFacts, 'envelope' | 'declared'>,
  vcpus: number,
): readonly string[] {
  if (facts.declared.length === 0) return []
  const seen = runs.map((events) => seenByEmulators(events, facts, vcpus))
  const confirmed = (field: string) =>
    seen.length > 0 &&
    seen.every((fields) => {
      const own = fields.filter((each) => each.field === field)
      return own.length > 0 && own.every(({ agrees }) => agrees)
    })
  return facts.declared.filter((field) => !confirmed(field))
}
