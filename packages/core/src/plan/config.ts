import type { Static } from 'typebox'
import { ProgramManifest } from '../define/program.ts'
import { hex64, json, nameSchema } from '../define/schema.ts'
import { Type } from '../define/type.ts'

/** Why a campaign was made. A `smoke` or `diagnostic` one is never better than informational. */
export const purposes = ['closeout', 'controlled', 'diagnostic', 'smoke'] as const

const Rule = Type.Object({
  name: nameSchema,
  kind: Type.String(),
  reads: Type.Array(Type.Object({ case: nameSchema, metric: nameSchema })),
  rule: json,
})

const BenchmarkConfig = Type.Object({
  name: nameSchema,
  version: Type.String(),
  tier: Type.Integer({ minimum: 0, maximum: 4 }),
  /** Package and digest of the code that parses, verifies and measures. */
  code: Type.Object({ package: Type.String(), version: Type.String(), sha256: hex64 }),
  lineage: json,
  corpus: Type.Object({ name: Type.String(), sha256: hex64 }),
  backing: Type.String(),
  authority: json,
  comparison: Type.Object({ partition: Type.String(), timedRegion: Type.String() }),
  nondeterminism: Type.Array(json),
  verifier: Type.Object({ name: Type.String(), version: Type.Integer() }),
  requires: Type.Array(Type.Union([Type.String(), Type.Object({ anyOf: Type.Array(Type.String()) })])),
  unsupportedPolicy: Type.String(),
  cpuBound: Type.Optional(Type.Literal(true)),
  metrics: Type.Array(json),
  gates: Type.Array(Rule),
  proofs: Type.Array(nameSchema),
  publicationProofs: Type.Optional(Type.Array(nameSchema)),
})
export type BenchmarkConfig = Static<typeof BenchmarkConfig>

const TargetConfig = Type.Object({
  name: nameSchema,
  system: Type.String(),
  arch: Type.String(),
  role: Type.Enum(['subject', 'reference', 'native-context']),
  chosen: json,
})

const CaseConfig = Type.Object({
  name: nameSchema,
  vcpus: Type.Integer({ minimum: 1, maximum: 1024 }),
  smt: Type.Boolean(),
  /** Memory that a target needs; absent where whatever boots has enough. */
  memoryBytes: Type.Optional(Type.Integer({ minimum: 0 })),
})

/** One benchmark on one target. `workload` is null where the benchmark has none for the system. */
const EntryConfig = Type.Object({
  benchmark: nameSchema,
  target: nameSchema,
  parameters: json,
  cases: Type.Array(CaseConfig),
  workload: Type.Union([
    Type.Null(),
    Type.Object({
      /** Null where the system brings its own program: its image is part of the target's identity. */
      program: Type.Union([ProgramManifest, Type.Null()]),
      parser: Type.Object({
        format: Type.String(),
        version: Type.Integer(),
        foreign: Type.Optional(Type.Object({ exit: Type.Integer({ minimum: 0, maximum: 255 }) })),
      }),
    }),
  ]),
  warmups: Type.Integer({ minimum: 0, maximum: 100 }),
  warmupWhy: Type.String(),
  runs: Type.Integer({ minimum: 1, maximum: 1000 }),
  /** Absent: the count is fixed. */
  precision: Type.Optional(
    Type.Object({
      halfWidth: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
      step: Type.Integer({ minimum: 1, maximum: 100 }),
      maxRuns: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
  ),
  timeoutMs: Type.Integer({ minimum: 1, maximum: 86_400_000 }),
  enforced: Type.Array(Type.String()),
})
export type EntryConfig = Static<typeof EntryConfig>

/**
 * What was chosen, and nothing that was measured: the same choice on two hosts has the same `configHash`. Stored as
 * `config.json`.
 */
export const Config = Type.Object({
  schema: Type.Literal('capbench.config/1'),
  tool: Type.Object({ name: Type.Literal('capbench'), version: Type.String() }),
  suite: nameSchema,
  purpose: Type.Enum([...purposes]),
  /** Seed of the order in which rows are interleaved. */
  seed: Type.String({ minLength: 1, maxLength: 64 }),
  /** True where cases may present fewer host CPUs than they have vCPUs. Such rows are functional-only. */
  oversubscribe: Type.Boolean(),
  /** Most attempts of one measured run: a contaminated one is repeated until then. 1: none is. */
  attempts: Type.Integer({ minimum: 1, maximum: 10 }),
  /** Largest number of bytes kept of one channel of one run. */
  maxChannelBytes: Type.Integer({ minimum: 1024, maximum: 64 * 1024 * 1024 }),
  benchmarks: Type.Array(BenchmarkConfig),
  targets: Type.Array(TargetConfig),
  entries: Type.Array(EntryConfig),
})
export type Config = Static<typeof Config>
/** What a campaign is made for; smoke and diagnostic ones support no claim. */
export type Purpose = Config['purpose']
