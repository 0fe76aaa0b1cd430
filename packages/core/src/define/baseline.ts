import type { Static } from 'typebox'
import { hex64, nameSchema } from './schema.ts'
import { Type } from './type.ts'

const BaselineRow = Type.Object({
  benchmark: nameSchema,
  version: Type.String(),
  target: nameSchema,
  case: nameSchema,
  metric: nameSchema,
  unit: Type.String({ minLength: 1 }),
  clock: Type.String(),
  lowerIsBetter: Type.Boolean(),
  median: Type.Number(),
  /** One number for each run, in run order. */
  samples: Type.Array(Type.Number(), { minItems: 1 }),
  evidenceClass: Type.String(),
  classReasons: Type.Array(Type.String()),
  hashes: Type.Object({
    comparison: hex64,
    workload: Type.Union([hex64, Type.Null()]),
    envelope: hex64,
    identity: hex64,
  }),
})
/** One row of a baseline. */
export type BaselineRow = Static<typeof BaselineRow>

/** What a later campaign is compared with: a small file for git, without the evidence that it was taken from. */
export const Baseline = Type.Object({
  schema: Type.Literal('capbench.baseline/1'),
  campaignId: Type.String({ minLength: 1 }),
  configHash: hex64,
  artifactHash: hex64,
  /** SHA-256 of `derived.sha256`. */
  campaignDigest: hex64,
  rows: Type.Array(BaselineRow),
})
export type Baseline = Static<typeof Baseline>
