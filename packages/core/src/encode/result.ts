import type { Static } from 'typebox'
import { notApplicableCauses, reasons } from '../define/reasons.ts'
import { hex64, json, nameSchema } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import { evidenceClasses } from '../judge/labels/names.ts'

const Measurement = Type.Object({
  unit: Type.String({ minLength: 1 }),
  clock: Type.String(),
  scale: Type.Optional(Type.String()),
  lowerIsBetter: Type.Boolean(),
  median: Type.Number(),
  min: Type.Number(),
  max: Type.Number(),
  mean: Type.Number(),
  /** Sample standard deviation; absent for one sample. */
  standardDeviation: Type.Optional(Type.Number()),
  cv: Type.Optional(Type.Number()),
  /** One number for each measured run, in run order. Never empty. */
  samples: Type.Array(Type.Number(), { minItems: 1 }),
  p95: Type.Optional(Type.Number()),
  p99: Type.Optional(Type.Number()),
  /** Figures that are left out, and why: `{"p95":"insufficient-samples"}`. */
  absent: json,
})
export type Measurement = Static<typeof Measurement>

const CauseSchema = Type.Object({
  status: Type.Enum(['unsupported', 'failed', 'invalid']),
  reason: Type.Enum([...reasons.unsupported, ...reasons.failed, ...reasons.invalid]),
  cause: Type.Optional(Type.Enum([...notApplicableCauses])),
  detail: Type.String(),
})

/** The spec's `RunFailure`, with every cause that was found. */
const failureOf = <const R extends readonly string[]>(names: R) =>
  Type.Object({
    reason: Type.Enum([...names] as unknown as [R[number], ...R[number][]]),
    cause: Type.Optional(Type.Enum([...notApplicableCauses])),
    detail: Type.String(),
    causes: Type.Array(CauseSchema, { minItems: 1 }),
  })

const common = {
  schema: Type.Literal('capbench.result/1'),
  /** The campaign's id; the spec's name. */
  runId: Type.String({ minLength: 1 }),
  benchmarkName: nameSchema,
  benchmarkVersion: Type.String(),
  tier: Type.Integer({ minimum: 0, maximum: 4 }),
  /** What judged the output: verifier, version and digest of what it checked in every run. */
  correctnessId: Type.String({ minLength: 1 }),
  configHash: hex64,
  artifactHash: hex64,
  notes: Type.String(),
  target: nameSchema,
  system: Type.String(),
  role: Type.Enum(['subject', 'reference', 'native-context']),
  case: nameSchema,
  vcpus: Type.Integer({ minimum: 1 }),
  metric: nameSchema,
  hashes: Type.Object({
    comparison: hex64,
    workload: Type.Union([hex64, Type.Null()]),
    envelope: hex64,
    identity: hex64,
  }),
  authority: Type.Object({
    profile: nameSchema,
    terms: Type.Array(Type.String()),
    enforcement: Type.String(),
    posture: json,
    /** What its runs showed of authority and build; absent where nobody looked. */
    observed: Type.Optional(json),
  }),
  /** Labels that never demote but must be printed. */
  labels: Type.Array(Type.String()),
  runs: Type.Object({
    measured: Type.Integer({ minimum: 0 }),
    warmups: Type.Integer({ minimum: 0 }),
    /** Measured runs that were accepted. */
    accepted: Type.Integer({ minimum: 0 }),
    /** Re-runs among the measured ones. */
    attempts: Type.Integer({ minimum: 0 }),
  }),
}

const Passed = Type.Object({
  ...common,
  status: Type.Literal('passed'),
  evidenceClass: Type.Enum([...evidenceClasses]),
  /** Why the class is not a better one. */
  classReasons: Type.Array(Type.String()),
  /** What the declared gates say: `observed, no claim` where there is none. */
  claim: Type.String(),
  result: Type.Object({ measurement: Measurement }),
})
const Failed = Type.Object({
  ...common,
  status: Type.Literal('failed'),
  result: Type.Object({ failure: failureOf(reasons.failed) }),
})
const Unsupported = Type.Object({
  ...common,
  status: Type.Literal('unsupported'),
  result: Type.Object({ unsupported: failureOf(reasons.unsupported) }),
})
const Invalid = Type.Object({
  ...common,
  status: Type.Literal('invalid'),
  result: Type.Object({ invalid: failureOf(reasons.invalid) }),
})

/** The schema of a result by its status. */
export const resultArms = { passed: Passed, failed: Failed, unsupported: Unsupported, invalid: Invalid } as const

/**
 * One result as it is stored: benchmark x target x case x metric, in the shape of the spec's `BenchmarkResult`. A
 * measurement exists in the arm `passed` alone.
 */
export const StoredResult = Type.Union([Passed, Failed, Unsupported, Invalid])
export type StoredResult = Static<typeof StoredResult>
