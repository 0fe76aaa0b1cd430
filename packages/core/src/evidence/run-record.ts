import type { Static } from 'typebox'
import { monotonicNs, nameSchema, nonceSchema } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import { RunEnd } from '../target/end.ts'

/**
 * `run.json`: everything about a run that is not in its channels. Written last, so a run without it was not finished.
 */
export const RunRecord = Type.Object({
  schema: Type.Literal('capbench.run/1'),
  kind: Type.Enum(['proof', 'warmup', 'measured']),
  benchmark: nameSchema,
  target: nameSchema,
  case: nameSchema,
  vcpus: Type.Integer({ minimum: 1 }),
  /** Counts the runs of the row from 1; names the folder. */
  ordinal: Type.Integer({ minimum: 1, maximum: 9999 }),
  /** 1, or higher where this run repeats a contaminated one. */
  attempt: Type.Integer({ minimum: 1 }),
  /** Position in the campaign, from 1. */
  order: Type.Integer({ minimum: 1 }),
  nonce: nonceSchema,
  launcherNonce: nonceSchema,
  /** The exact command, null where none was started. */
  command: Type.Union([Type.Null(), Type.Object({ file: Type.String(), args: Type.Array(Type.String()) })]),
  startedNs: monotonicNs,
  endedNs: monotonicNs,
  startedUtc: Type.String({ format: 'date-time' }),
  outcome: RunEnd,
  channels: Type.Array(
    Type.Object({ name: nameSchema, bytes: Type.Integer({ minimum: 0 }), truncated: Type.Boolean() }),
  ),
  /** Files that a harness left behind, kept under `artifacts/`. */
  artifacts: Type.Array(Type.Object({ name: nameSchema, bytes: Type.Integer({ minimum: 0 }) })),
})
export type RunRecord = Static<typeof RunRecord>

/** Folder of a run inside the evidence directory. */
export function runFolder(run: Pick<RunRecord, 'kind' | 'benchmark' | 'target' | 'case' | 'ordinal'>): string {
  const top = run.kind === 'proof' ? 'proofs' : 'raw'
  return [top, run.benchmark, run.target, run.case, String(run.ordinal).padStart(3, '0')].join('/')
}
