import {
  type Benchmark,
  defineAuthorityProfile,
  defineBenchmark,
  every,
  type Metric,
  type NonEmpty,
  type Parser,
  smp,
  type Term,
  Type,
  type Verifier,
  verdictOf,
} from '@capbench/core'
import { type BootRun, bootProofWith, bootRecordsOf } from '@capbench/guest'
import { type Operation, operationMetric } from './operations.ts'
import type { Place, PrimitiveRun } from './records.ts'
import { whereMeasured } from './where-measured.ts'

/** One row of the spec's table of primitives. */
export interface Area<O extends PrimitiveRun> {
  /** Name of the benchmark. */
  readonly name: string
  /** The row, as the spec words it. */
  readonly row: { readonly area: string; readonly condition: string }
  readonly operations: NonEmpty<Operation>
  /** Its correctness condition, part by part. */
  readonly conditions: NonEmpty<Verifier<O>>
  readonly terms: readonly Term[]
  readonly timedRegion: string
  readonly parser: Parser<O>
}

/** What every area is judged by besides its own condition. */
function stated(operations: readonly Operation[]): Verifier<PrimitiveRun> {
  const known = operations.map(({ name }) => name)
  return {
    name: 'stated-primitives',
    version: 1,
    judge: ({ origins, batches, probes }) => {
      const foreign = batches.find(({ op }) => !known.includes(op))
      const still = batches.find(({ cycles }) => cycles === 0)
      const twice = probes.find(({ subsystem }, index) => probes.findIndex((p) => p.subsystem === subsystem) !== index)
      return verdictOf({
        'one origin': origins.length === 1 ? undefined : `${origins.length} records say where this comes from`,
        'known operations': foreign && `${foreign.op} is none of ${known.join(', ')}`,
        'a counter that runs': still && `a batch of ${still.n} ${still.op} took no cycle`,
        'one answer a question': twice && `${twice.subsystem} was asked for twice`,
      })
    },
  }
}

/** A tier 1 benchmark of an area. It is about capOS alone: no other system has a workload of it. */
export function defineArea<O extends PrimitiveRun>(area: Area<O>, place: Place): Benchmark {
  const proof: Parser<BootRun> = bootRecordsOf({ from: 'console', nonce: 'none', ...place })
  const metrics: Readonly<Record<string, Metric<'cycles', O, unknown>>> = Object.fromEntries(
    area.operations.map((operation) => [operation.name, operationMetric<O>(operation)]),
  )
  const varying = 'how long it takes is what is measured'
  return defineBenchmark({
    name: area.name,
    version: '1.0.0',
    module: import.meta.url,
    tier: 1,
    lineage: { inspiredBy: [`capOS native primitives: ${area.row.area}`], unsatisfied: [], official: false },
    parameters: Type.Object({}),
    cases: [smp(1), smp(2)],
    corpus: {
      name: 'no input',
      // SHA-256 of no bytes.
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
    backing: 'none',
    authority: defineAuthorityProfile({
      name: area.name,
      terms: ['cpu', 'clock.cycles', ...area.terms],
      posture: { kernel: 'measurement' },
    }),
    requires: ['clock.cycles'],
    unsupportedPolicy: 'Primitives of capOS; what other systems have beside them is in os-primitives.',
    workloads: { capos: { form: 'console' } },
    comparison: {
      partition: 'one process that measures, others as each operation needs',
      timedRegion: area.timedRegion,
    },
    nondeterminism: [
      { path: 'batches', rule: 'any', why: varying },
      { path: 'origins', rule: 'any', why: 'it names the boot' },
      { path: 'own', rule: 'any', why: 'counts that depend on time; the condition judges them in each run' },
    ],
    proofs: [bootProofWith({ capos: { form: 'console', parser: proof } })],
    parser: area.parser,
    verify: every(stated(area.operations), ...area.conditions.map((each) => whereMeasured(each))) as Verifier<O>,
    metrics,
    method: {
      warmup: { runs: 0, why: 'The program makes its batches after as many that it does not report.' },
      runs: 5,
      timeoutMs: 300_000,
    },
  })
}
