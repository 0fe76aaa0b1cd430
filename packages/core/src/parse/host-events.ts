import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { json } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import { readCanonicalJson } from '../encode/strict.ts'
import { CapbenchError } from '../error.ts'
import type { HostEvent } from '../target/events.ts'

const integer = Type.Integer()
const atNs = Type.Integer()
const thread = { tid: integer, comm: Type.String() }

/** The members of each kind of event that something here reads or that evidence promises; others are let through. */
const schemas: { readonly [K in HostEvent['kind']]: TSchema } = {
  affinity: Type.Object({
    atNs,
    when: Type.Enum(['start', 'end']),
    wanted: Type.Array(integer),
    vcpus: Type.Optional(Type.Array(Type.Object({ index: integer, tid: integer, cpu: integer }))),
    threads: Type.Array(Type.Object({ ...thread, cpus: Type.Array(integer) })),
  }),
  'cpu-times': Type.Object({ atNs, cpus: Type.Array(Type.Object({ cpu: integer, ticks: Type.Array(integer) })) }),
  schedstat: Type.Object({
    atNs,
    threads: Type.Array(Type.Object({ ...thread, runNs: integer, delayNs: integer })),
  }),
  mark: Type.Object({ atNs, region: Type.String(), edge: Type.Enum(['begin', 'end']) }),
  phase: Type.Object({ atNs, phase: Type.Enum(['launch', 'boot', 'run', 'exit']) }),
  step: Type.Object({
    atNs,
    index: integer,
    step: Type.Enum(['wait', 'send', 'sendSecret']),
    text: Type.String(),
  }),
  privileged: Type.Object({ atNs, profile: Type.String(), parts: Type.Array(Type.String()) }),
  emulator: Type.Object({
    atNs,
    pid: integer,
    args: Type.Array(Type.String()),
    version: Type.Union([Type.String(), Type.Null()]),
  }),
  qmp: Type.Object({ atNs, event: json }),
  fact: Type.Object({ atNs, name: Type.String(), value: json }),
}

/**
 * The events of a run, from the lines of `host.jsonl`, in their order. A kind that this version does not know is
 * passed over.
 *
 * @throws CAPBENCH_HOSTILE for a line that is not canonical JSON or an event that does not fit its schema.
 */
export function readHostEvents(lines: readonly Uint8Array[]): readonly HostEvent[] {
  return lines.flatMap((line, index) => {
    const value = readCanonicalJson(line)
    const kind = value !== null && typeof value === 'object' && 'kind' in value ? value.kind : undefined
    if (typeof kind !== 'string' || !Object.hasOwn(schemas, kind)) return []
    if (Check(schemas[kind as HostEvent['kind']], value)) return [value as unknown as HostEvent]
    throw new CapbenchError('CAPBENCH_HOSTILE', `line ${index + 1} of host.jsonl is a malformed event of kind ${kind}`)
  })
}

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

/** The events of one kind. */
export function eventsOf<K extends HostEvent['kind']>(events: readonly HostEvent[], kind: K): readonly EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind)
}
