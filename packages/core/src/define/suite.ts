import { CapbenchError } from '../error.ts'
import { assertName } from '../evidence/paths.ts'
import type { Target } from '../target/target.ts'
import type { Benchmark, CaseName, Parameters } from './benchmark.ts'
import type { JsonObject } from './json.ts'
import { type Precision, precisionFault } from './method.ts'
import type { NonEmpty } from './reasons.ts'

/** One benchmark on one target, with what the suite changed of its defaults. */
export interface Entry<out B extends Benchmark = Benchmark, out T extends Target = Target> {
  readonly benchmark: B
  readonly target: T
  /** Changed parameters only. */
  readonly parameters: JsonObject
  /** Cases by name, or undefined: all that are not opt-in. */
  readonly cases: readonly string[] | undefined
  /** Measured runs of each row, or undefined: what the benchmark's method says. */
  readonly runs: number | undefined
  /** Warm-up runs of each row, or undefined: what the benchmark's method says. */
  readonly warmups: number | undefined
  /** When to make more runs, or undefined: what the benchmark's method says. */
  readonly precision: Precision | undefined
  /** Gates that decide the exit code. None unless named. */
  readonly enforced: readonly string[]
}

/** A suite is a value: it can be joined, filtered and changed, and nothing is global. */
export interface Suite<out E extends Entry = Entry> {
  readonly name: string
  readonly entries: readonly E[]
}

type Pairs<B, T> = B extends Benchmark ? (T extends Target ? Entry<B, T> : never) : never

/** Every benchmark on every target. */
export function suite<const B extends readonly Benchmark[], const T extends readonly Target[]>(spec: {
  readonly name: string
  readonly benchmarks: B
  readonly targets: T
}): Suite<Pairs<B[number], T[number]>> {
  const entries = spec.benchmarks.flatMap((benchmark) =>
    spec.targets.map((target) => ({
      benchmark,
      target,
      parameters: {},
      cases: undefined,
      runs: undefined,
      warmups: undefined,
      precision: undefined,
      enforced: [],
    })),
  )
  return checked({ name: spec.name, entries }) as unknown as Suite<Pairs<B[number], T[number]>>
}

/** The entries of several suites under one name. */
export function concat<const S extends readonly Suite[]>(
  name: string,
  ...suites: S
): Suite<S[number]['entries'][number]> {
  const all: readonly Suite[] = suites
  return checked({ name, entries: all.flatMap(({ entries }) => entries) }) as unknown as Suite<
    S[number]['entries'][number]
  >
}

/** The entries that a predicate keeps; a type predicate narrows what can be looked up. */
export function filter<E extends Entry, F extends E>(from: Suite<E>, keep: (entry: E) => entry is F): Suite<F>
export function filter<E extends Entry>(from: Suite<E>, keep: (entry: E) => boolean): Suite<E>
export function filter<E extends Entry>(from: Suite<E>, keep: (entry: E) => boolean): Suite<E> {
  return { ...from, entries: from.entries.filter(keep) }
}

function change<E extends Entry>(
  from: Suite<E>,
  benchmark: Benchmark,
  patch: (entry: Entry) => Partial<Entry>,
): Suite<E> {
  if (!from.entries.some((entry) => entry.benchmark.name === benchmark.name)) {
    const names = [...new Set(from.entries.map((entry) => entry.benchmark.name))].join(', ')
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `suite ${from.name} has no benchmark ${benchmark.name}; it has ${names || 'none'}`,
    )
  }
  const entries = from.entries.map((entry) =>
    entry.benchmark.name === benchmark.name ? { ...entry, ...patch(entry) } : entry,
  )
  return { ...from, entries }
}

/**
 * Other parameters for one benchmark; those changed before stay.
 *
 * @throws CAPBENCH_USAGE where one does not fit its schema.
 */
export function withParameters<E extends Entry, const B extends E['benchmark']>(
  from: Suite<E>,
  benchmark: B,
  parameters: Partial<Parameters<B>>,
): Suite<E> {
  benchmark.parametersWith(parameters as JsonObject)
  return change(from, benchmark, (entry) => ({ parameters: { ...entry.parameters, ...(parameters as JsonObject) } }))
}

/** Only these cases, opt-in ones included. @throws CAPBENCH_USAGE for a case that the benchmark does not have. */
export function withCases<E extends Entry, const B extends E['benchmark']>(
  from: Suite<E>,
  benchmark: B,
  cases: NonEmpty<CaseName<B>>,
): Suite<E> {
  const known = benchmark.cases.map(({ name }) => name)
  if (cases.length === 0) {
    throw new CapbenchError('CAPBENCH_USAGE', `withCases needs a case of ${benchmark.name}: ${known.join(', ')}`)
  }
  const unknown = cases.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new CapbenchError('CAPBENCH_USAGE', `${benchmark.name} has no case "${unknown}"; it has ${known.join(', ')}`)
  }
  return change(from, benchmark, () => ({ cases: [...new Set(cases)] }))
}

/** Other counts of runs for one benchmark. Fewer than 5 runs are a smoke measurement and labelled so. */
export function withMethod<E extends Entry, const B extends E['benchmark']>(
  from: Suite<E>,
  benchmark: B,
  method: { readonly runs?: number; readonly warmups?: number; readonly precision?: Precision },
): Suite<E> {
  const { runs, warmups, precision } = method
  if (runs !== undefined && !(Number.isInteger(runs) && runs >= 1 && runs <= 1000)) {
    throw new CapbenchError('CAPBENCH_USAGE', `runs must be an integer from 1 to 1000, got ${runs}`)
  }
  if (warmups !== undefined && !(Number.isInteger(warmups) && warmups >= 0 && warmups <= 100)) {
    throw new CapbenchError('CAPBENCH_USAGE', `warmups must be an integer from 0 to 100, got ${warmups}`)
  }
  const fault = precision && precisionFault(precision, runs ?? benchmark.method.runs)
  if (fault !== undefined) throw new CapbenchError('CAPBENCH_USAGE', fault)
  const patch = {
    ...(runs !== undefined && { runs }),
    ...(warmups !== undefined && { warmups }),
    ...(precision !== undefined && { precision }),
  }
  return change(from, benchmark, () => patch)
}

/** Gates of a benchmark, by name, that decide the exit code. */
export function enforce<E extends Entry, const B extends E['benchmark']>(
  from: Suite<E>,
  benchmark: B,
  gates: readonly string[],
): Suite<E> {
  const known = benchmark.gates.map(({ name }) => name)
  const unknown = gates.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `${benchmark.name} has no gate "${unknown}"; it has ${known.join(', ') || 'none'}`,
    )
  }
  return change(from, benchmark, () => ({ enforced: gates }))
}

type Retarget<E extends Entry, T extends Target> = E extends Entry<infer B> ? Entry<B, T> : never
/** The same benchmarks on other targets; `map` is called once for each target. */
export function mapTargets<E extends Entry, T extends Target>(
  from: Suite<E>,
  map: (target: E['target']) => T,
): Suite<Retarget<E, T>> {
  const mapped = new Map<E['target'], T>()
  const once = (target: E['target']) => {
    const known = mapped.get(target) ?? map(target)
    mapped.set(target, known)
    return known
  }
  const entries = from.entries.map((entry) => ({ ...entry, target: once(entry.target) }))
  return checked({ name: from.name, entries }) as unknown as Suite<Retarget<E, T>>
}

function checked(value: Suite): Suite {
  assertName('suite', value.name)
  const refuse = (message: string): never => {
    throw new CapbenchError('CAPBENCH_DEFINITION', `suite ${value.name} ${message}`)
  }
  const seen = new Set<string>()
  const benchmarks = new Map<string, Benchmark>()
  const targets = new Map<string, Target>()
  for (const { benchmark, target } of value.entries) {
    assertName('target', target.name)
    const key = `${benchmark.name} on ${target.name}`
    if (seen.has(key)) refuse(`has ${key} twice; give one target another name`)
    seen.add(key)
    if (benchmark.tier === 0)
      refuse(`runs the proof ${benchmark.name} alone; give it a benchmark that names this proof`)
    for (const each of [benchmark, ...benchmark.proofs]) {
      if ((benchmarks.get(each.name) ?? each) !== each) refuse(`has two definitions named ${each.name}; drop one`)
      benchmarks.set(each.name, each)
    }
    if ((targets.get(target.name) ?? target) !== target) {
      refuse(`has two targets named ${target.name}; give one another name`)
    }
    targets.set(target.name, target)
  }
  return value
}
