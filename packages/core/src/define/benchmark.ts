import type { Static, TObject } from 'typebox'
import type { AuthorityProfile } from '../authority/profile.ts'
import type { Term } from '../authority/terms.ts'
import type { Parser, Transcript } from '../parse/transcript.ts'
import type { Evaluation } from '../verify/evaluate.ts'
import type { Setting, Verified, Verifier } from '../verify/verdict.ts'
import type { Case } from './case.ts'
import type { DialogueStep } from './dialogue.ts'
import type { Gate } from './gate.ts'
import type { JsonObject } from './json.ts'
import type { Mechanisms } from './mechanism.ts'
import type { Backing, Corpus, Lineage, Method, Nondeterminism, Tier } from './method.ts'
import type { Clock, Metric, PerSystem, Unit } from './metric.ts'
import type { ProgramFile } from './program.ts'
import type { Architecture, SubsystemNeed, System } from './system.ts'
import type { Workload } from './workload.ts'

/**
 * What a plugin author writes: one object literal, in the order of the pipeline (an inline parser must stand before the
 * metrics that read its observation).
 */
export interface Definition<
  Name extends string,
  Schema extends TObject,
  C extends string,
  O,
  Units extends Readonly<Record<string, PerSystem<Unit>>>,
> {
  readonly name: Name
  /** Semantic version of the definition. */
  readonly version: string
  /** `import.meta.url`: leads to package, version and digest of the code, which the evidence records. */
  readonly module: string
  readonly tier: Tier
  readonly lineage: Lineage
  /** Every property needs a `default`, so that the definition alone can be run. */
  readonly parameters: Schema
  readonly cases: readonly Case<C>[]
  readonly corpus: Corpus
  readonly backing: Backing
  /**
   * Bytes of memory that a target needs for a run, the system's own share included. On a target that is known to have
   * less the row is `unsupported: missing_prerequisite`. Absent: whatever boots has enough.
   *
   * @throws CAPBENCH_USAGE for parameters that do not fit together; nothing runs then
   */
  readonly memory?: (setting: Setting<Static<NoInfer<Schema>>>) => number
  readonly authority: AuthorityProfile
  readonly requires: readonly SubsystemNeed[]
  /** What happens on a system without a workload or subsystem: the row says so, with this sentence. */
  readonly unsupportedPolicy: string
  /** Absent = not_applicable, with the reason. */
  readonly workloads: { readonly [S in System]?: Workload<Static<NoInfer<Schema>>, NoInfer<O>> }
  /** What must be equal between systems besides parameters, corpus and verifier. */
  readonly comparison: { readonly partition: string; readonly timedRegion: string }
  readonly nondeterminism: readonly Nondeterminism[]
  /** Tier 0 definitions that must have passed for the same target, image and vCPU count. */
  readonly proofs: readonly Benchmark[]
  /**
   * Names of those of its proofs on which results may be published. A definition whose profile reaches a network or
   * writes files has informational rows at best without any.
   */
  readonly publicationProofs?: readonly string[]
  readonly parser: Parser<O>
  readonly verify: Verifier<NoInfer<O>, Static<NoInfer<Schema>>>
  readonly metrics: { readonly [M in keyof Units]: Metric<Units[M], NoInfer<O>, Static<NoInfer<Schema>>> }
  /**
   * Best time, in ns, of a fixed piece of work that is none of the metrics. A run whose CPU was slower by it than in
   * the best run of its row before is contaminated.
   */
  readonly canary?: (run: Verified<NoInfer<O>>) => number
  readonly method: Method
  readonly gates?: readonly Gate<NoInfer<C>, NoInfer<keyof Units & string>>[]
}

/** What the types of a benchmark carry. */
export interface BenchmarkShape {
  readonly name: string
  readonly parameters: unknown
  readonly case: string
  readonly units: Readonly<Record<string, PerSystem<Unit>>>
}

/** A metric without its functions. */
export interface MetricDescription {
  readonly name: string
  readonly kind: 'scalar' | 'distribution'
  readonly better: 'lower' | 'higher'
  readonly requires: readonly SubsystemNeed[]
  readonly authority?: readonly Term[]
  readonly mechanisms?: Mechanisms
  readonly unit: PerSystem<Unit>
  readonly clock: PerSystem<Clock>
  readonly scale: PerSystem<string> | undefined
}

/** A workload without its types: what a run needs. */
export type PreparedWorkload = {
  readonly parser: Pick<Parser<unknown>, 'format' | 'version' | 'foreign'>
} & (
  | {
      readonly form: 'program'
      readonly program: (arch: Architecture) => ProgramFile
      readonly args: (setting: Setting) => readonly string[]
    }
  | {
      readonly form: 'console'
      readonly dialogue: (setting: Setting, nonce: string) => readonly DialogueStep[]
    }
)

/**
 * A defined benchmark. The observation stays inside: nobody can reach an unverified number. Every member of the shape
 * has a value behind it, and no class is in it, so two installed copies of this package stay compatible.
 */
export interface Benchmark<out Shape extends BenchmarkShape = BenchmarkShape> {
  readonly name: Shape['name']
  readonly version: string
  readonly module: string
  readonly tier: Tier
  readonly lineage: Lineage
  readonly defaults: Shape['parameters']
  readonly cases: readonly Case<Shape['case']>[]
  readonly units: Shape['units']
  readonly corpus: Corpus
  readonly backing: Backing
  /** Absent: whatever boots has enough. */
  readonly memory?: (setting: Setting) => number
  readonly authority: AuthorityProfile
  readonly requires: readonly SubsystemNeed[]
  readonly unsupportedPolicy: string
  readonly comparison: { readonly partition: string; readonly timedRegion: string }
  readonly nondeterminism: readonly Nondeterminism[]
  readonly proofs: readonly Benchmark[]
  readonly publicationProofs: readonly string[]
  readonly verifier: { readonly name: string; readonly version: number }
  readonly metrics: readonly MetricDescription[]
  readonly method: Method
  readonly gates: readonly Gate<Shape['case']>[]
  /** JSON Schema of the parameters. */
  readonly parametersSchema: JsonObject
  /** The defaults with a change applied. @throws CAPBENCH_USAGE naming the parameter that does not fit. */
  readonly parametersWith: (change: JsonObject) => JsonObject
  /** undefined = not_applicable. */
  readonly workloadFor: (system: System) => PreparedWorkload | undefined
  readonly evaluate: (transcript: Transcript, setting: Setting) => Evaluation
}

/** The names of the cases of a benchmark. */
export type CaseName<B extends Benchmark> = B['cases'][number]['name']
/** The parameters of a benchmark, as their schema types them. */
export type Parameters<B extends Benchmark> = B['defaults']
/** The names of the metrics of a benchmark. */
export type MetricName<B extends Benchmark> = keyof B['units'] & string
