import { Type } from '@capbench/core'

const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const place = { benchmark: text, target: text, case: text }
const line = <T extends string, Members extends Parameters<typeof Type.Object>[0]>(type: T, members: Members) =>
  Type.Object({
    schema: Type.Literal('capbench.event/1'),
    type: Type.Literal(type),
    /** Monotonic time since the process began, in ms. */
    atMs: Type.Number({ minimum: 0 }),
    ...members,
  })

const run = Type.Object({
  ...place,
  vcpus: count,
  kind: Type.Enum(['proof', 'warmup', 'measured']),
  ordinal: count,
  attempt: count,
  /** Position in the campaign, from 1, of as many as are planned by now. */
  order: count,
  total: count,
})
const headline = Type.Object({ metric: text, value: Type.Number(), unit: text })
const cause = Type.Object({ status: text, reason: text, detail: text })

/**
 * A line of `capbench run --json-lines`; a JSON Schema. Members are only added, as long as the number of the schema
 * stays.
 */
export const EventLine = Type.Union([
  line('prepare', { target: text, message: text }),
  line('prepared', {
    target: text,
    accelerator: text,
    cpus: Type.Array(count),
    unmet: Type.Array(Type.Object({ need: text, detail: text, remedy: text })),
  }),
  line('planned', {
    campaignId: text,
    total: count,
    proofs: Type.Array(Type.Object(place)),
    rows: Type.Array(Type.Object({ ...place, vcpus: count, warmups: count, runs: count })),
    unsupported: Type.Array(Type.Object({ ...place, reason: text, detail: text })),
  }),
  line('resumed', { campaignId: text, runs: count }),
  line('run-start', { run }),
  /** With `--follow` alone. */
  line('output', { run, channel: text, base64: text }),
  line('run-end', {
    run,
    wallMs: Type.Number({ minimum: 0 }),
    accepted: Type.Boolean(),
    /** Empty where it was accepted. */
    causes: Type.Array(cause),
    headline: Type.Union([headline, Type.Null()]),
    /** What else had its CPUs. */
    contaminations: Type.Array(text),
    /** To be made again: its numbers are no samples. */
    setAside: Type.Boolean(),
  }),
  line('deriving', {}),
  line('published', { directory: text }),
  line('not-indexed', { directory: text, reason: text }),
  line('quarantined', { directory: text, reason: text }),
  /** The last line: the document that `--json` prints. */
  line('document', { document: Type.Unknown() }),
  /** The last line in its place, where a command came to no result. */
  line('error', { error: Type.Object({ code: text, message: text, remedy: text }), exitCode: count }),
])
/** One line, as it is parsed. */
export type EventLine = Type.Static<typeof EventLine>
