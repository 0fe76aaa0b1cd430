import type { Static, TObject } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { CapbenchError } from '../error.ts'
import { assertName } from '../evidence/paths.ts'
import { evaluate } from '../verify/evaluate.ts'
import type { Setting } from '../verify/verdict.ts'
import type { Benchmark, BenchmarkShape, Definition, MetricDescription } from './benchmark.ts'
import { checkGates } from './gates/with-gates.ts'
import type { JsonObject } from './json.ts'
import { mechanismFault } from './mechanism.ts'
import { precisionFault } from './method.ts'
import { type Metric, metricFault, type PerSystem, type Unit } from './metric.ts'

/**
 * Closes a definition: parse, verify and metrics become one `evaluate`, and the observation's type is gone from what
 * others see.
 *
 * @throws CAPBENCH_DEFINITION where a name does not obey the path grammar, a case or metric occurs twice, a
 *   unit or clock is unknown, a parameter has no default, a gate names a case that is not there, or the
 *   method is out of range.
 */
export function defineBenchmark<
  const Name extends string,
  Schema extends TObject,
  const C extends string,
  O,
  const Units extends Readonly<Record<string, PerSystem<Unit>>>,
>(
  definition: Definition<Name, Schema, C, O, Units>,
): Benchmark<{
  readonly name: Name
  readonly parameters: Static<Schema>
  readonly case: C
  readonly units: Units
}> {
  check(definition)
  type P = Static<Schema>
  const metrics = definition.metrics as unknown as { readonly [name: string]: Metric<PerSystem<Unit>, O, P> }
  const descriptions = Object.entries(metrics).map(
    ([name, metric]): MetricDescription => ({
      name,
      kind: metric.kind ?? 'scalar',
      better: metric.better,
      requires: metric.requires ?? [],
      ...(metric.authority && { authority: metric.authority }),
      ...(metric.mechanisms && { mechanisms: metric.mechanisms }),
      unit: metric.unit,
      clock: metric.clock,
      scale: metric.scale,
    }),
  )
  const { memory } = definition
  const parametersWith = (change: JsonObject) => parametersOf(definition.name, definition.parameters, change)
  return {
    name: definition.name,
    version: definition.version,
    module: definition.module,
    tier: definition.tier,
    lineage: definition.lineage,
    defaults: defaultsOf(definition.name, parametersWith) as P,
    cases: definition.cases,
    units: Object.fromEntries(descriptions.map(({ name, unit }) => [name, unit])) as unknown as Units,
    corpus: definition.corpus,
    backing: definition.backing,
    ...(memory && { memory: (setting: Setting) => memory(setting as Setting<P>) }),
    authority: definition.authority,
    requires: definition.requires,
    unsupportedPolicy: definition.unsupportedPolicy,
    comparison: definition.comparison,
    nondeterminism: definition.nondeterminism,
    proofs: definition.proofs,
    publicationProofs: definition.publicationProofs ?? [],
    verifier: { name: definition.verify.name, version: definition.verify.version },
    metrics: descriptions,
    method: definition.method,
    gates: definition.gates ?? [],
    parametersSchema: JSON.parse(JSON.stringify(definition.parameters)) as JsonObject,
    parametersWith,
    workloadFor: (system) => {
      const workload = definition.workloads[system]
      if (workload === undefined) return undefined
      const { format, version, foreign } = workload.parser ?? definition.parser
      const parser = { format, version, ...(foreign && { foreign }) }
      if (workload.form === 'console') {
        const { dialogue } = workload
        return {
          form: 'console',
          parser,
          dialogue: (setting, nonce) => dialogue?.(setting as Setting<P>, nonce) ?? [],
        }
      }
      return {
        form: 'program',
        parser,
        program: workload.program,
        args: (setting) => workload.args(setting as Setting<P>),
      }
    },
    evaluate: (transcript, setting) => {
      const parser = definition.workloads[setting.system]?.parser ?? definition.parser
      const { verify, canary } = definition
      return evaluate({ parser, verify, metrics, canary }, transcript, setting as Setting<P>)
    },
  }
}

function defaultsOf(benchmark: string, parametersWith: (change: JsonObject) => JsonObject): JsonObject {
  try {
    return parametersWith({})
  } catch (error) {
    const why = error instanceof Error ? `: ${error.message}` : ''
    throw new CapbenchError('CAPBENCH_DEFINITION', `the defaults of ${benchmark} do not fit their own schema${why}`, {
      cause: error,
    })
  }
}

function parametersOf(benchmark: string, schema: TObject, change: JsonObject): JsonObject {
  const known = Object.keys(schema.properties)
  const unknown = Object.keys(change).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `${benchmark} has no parameter "${unknown}"; it has ${known.join(', ') || 'none'}`,
    )
  }
  const defaults = Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [name, (property as { default?: unknown }).default]),
  )
  const value = { ...defaults, ...change }
  if (!Check(schema, value)) {
    const [error] = Errors(schema, value)
    const name = error?.instancePath.split('/')[1] ?? '?'
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `parameter ${name} of ${benchmark} ${error?.message ?? 'does not fit'}; ` +
        `got ${JSON.stringify(value[name as keyof typeof value])}`,
    )
  }
  return value as JsonObject
}

function check<Name extends string, Schema extends TObject, C extends string, O, Units extends BenchmarkShape['units']>(
  definition: Definition<Name, Schema, C, O, Units>,
): void {
  const refuse = (message: string): never => {
    throw new CapbenchError('CAPBENCH_DEFINITION', `benchmark ${definition.name}: ${message}`)
  }
  assertName('benchmark', definition.name)
  const cases = definition.cases.map(({ name }) => name)
  const metrics = Object.keys(definition.metrics)
  for (const name of [...cases, ...metrics]) assertName(`case or metric of ${definition.name}`, name)
  if (cases.length === 0) refuse('it has no case; give it at least one, such as smp(1)')
  const twice = cases.find((name, index) => cases.indexOf(name) !== index)
  if (twice !== undefined) refuse(`the case "${twice}" occurs twice; drop one`)
  for (const [name, metric] of Object.entries<Metric<PerSystem<Unit>, O, Static<Schema>>>(definition.metrics)) {
    const odd = metricFault(metric) ?? (metric.mechanisms && mechanismFault(metric.mechanisms))
    if (odd !== undefined) refuse(`the metric "${name}" has ${odd}`)
  }
  for (const [name, property] of Object.entries(definition.parameters.properties)) {
    if (!('default' in property)) refuse(`the parameter "${name}" has no default; give it one`)
  }
  if (!/^\d+\.\d+\.\d+$/.test(definition.version)) refuse(`version "${definition.version}" is not of the form 1.2.3`)
  checkGates({ benchmark: definition.name, cases, metrics, gates: definition.gates ?? [] })
  const { runs, warmup, timeoutMs } = definition.method
  if (!(Number.isInteger(runs) && runs >= 1 && runs <= 1000)) refuse(`method.runs must be 1 to 1000, got ${runs}`)
  if (!(Number.isInteger(warmup.runs) && warmup.runs >= 0 && warmup.runs <= 100)) {
    refuse(`method.warmup.runs must be 0 to 100, got ${warmup.runs}`)
  }
  const fault = definition.method.precision && precisionFault(definition.method.precision, runs)
  if (fault !== undefined) refuse(`method.${fault}`)
  if (!(Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= 86_400_000)) {
    refuse(`method.timeoutMs must be whole milliseconds from 1 to a day, got ${timeoutMs}`)
  }
  for (const { name, tier, proofs } of definition.proofs) {
    if (tier !== 0 || proofs.length > 0) refuse(`${name} is no proof: a proof has tier 0 and no proofs of its own`)
  }
  const named = definition.publicationProofs?.find((name) => !definition.proofs.some((proof) => proof.name === name))
  if (named !== undefined) refuse(`publicationProofs names "${named}", which is none of its proofs; add it to proofs`)
  if (definition.tier > 0 && metrics.length === 0) refuse('only a tier 0 proof may be without metrics')
}
