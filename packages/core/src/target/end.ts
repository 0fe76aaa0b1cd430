import { Type } from '../define/type.ts'

/** How the process of a run ended, as its parent saw it. */
export const ProcessExit = Type.Union([
  Type.Object({ kind: Type.Literal('exited'), code: Type.Integer({ minimum: 0, maximum: 255 }) }),
  Type.Object({ kind: Type.Literal('signalled'), signal: Type.String() }),
  Type.Object({ kind: Type.Literal('not-started'), code: Type.String(), message: Type.String() }),
])
export type ProcessExit = Type.Static<typeof ProcessExit>

/** Where a run was when it ended. `boot` lasts until the first byte on `launcher` or `records`. */
const phases = ['launch', 'boot', 'run', 'exit'] as const

/**
 * How a run ended, as its target saw it.
 *
 * - `finished`: the process ended by itself; `exit` says how, and whether that was clean is decided later;
 * - `timeout`: the limit of `phase` passed and the process group was ended;
 * - `launch-failed`: nothing ran;
 * - `cancelled`: the abort signal came;
 * - `overflow`: a channel passed its limit and the process group was ended.
 */
export const RunEnd = Type.Object({
  end: Type.Enum(['finished', 'timeout', 'launch-failed', 'cancelled', 'overflow']),
  phase: Type.Enum([...phases]),
  exit: ProcessExit,
  /** For a person: what was waited for, the limit, the tail of standard error. */
  detail: Type.String(),
})
export type RunEnd = Type.Static<typeof RunEnd>
