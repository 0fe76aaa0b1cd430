import {
  type Benchmark,
  type Entry,
  enforce,
  type JsonObject,
  type NonEmpty,
  type Suite,
  suite,
  withCases,
  withMethod,
  withParameters,
} from '@capbench/core'
import { usage } from '../options/usage.ts'
import type { SuiteSource, TargetChoice } from './suite-source.ts'

/** What may be changed of a suite. */
export interface SuiteChoices {
  /** Default: every target of the suite. */
  readonly targets: readonly TargetChoice[]
  readonly cases?: readonly string[]
  readonly runs?: number
  readonly warmups?: number
  /** Values as they were typed; the benchmark's schema says of which type they are. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly enforce?: readonly string[]
}

/** @throws CAPBENCH_USAGE for a target, case, parameter, count or gate that the suite does not have. */
export function buildSuite(source: SuiteSource, choices: SuiteChoices): Suite {
  const { benchmark } = source
  const parameters = typedParameters(benchmark, choices.parameters ?? {})
  const entries = choices.targets.map((choice): Entry => {
    const found = source.targets.find(({ name }) => name === choice.name)
    if (found === undefined) {
      const known = source.targets.map(({ name }) => name).join(', ')
      throw usage(`suite ${source.name} has no target "${choice.name}"; it has ${known}`)
    }
    const cases = casesFor(benchmark, choice, choices.cases)
    let one: Suite = suite({ name: source.name, benchmarks: [benchmark], targets: [found.make(choice)] })
    if (cases !== undefined) one = withCases(one, benchmark, cases)
    if (Object.keys(parameters).length > 0) one = withParameters(one, benchmark, parameters)
    const { runs, warmups } = choices
    one = withMethod(one, benchmark, { ...(runs !== undefined && { runs }), ...(warmups !== undefined && { warmups }) })
    one = enforce(one, benchmark, choices.enforce ?? [])
    return one.entries[0] as Entry
  })
  return { name: source.name, entries }
}

/** Cases are the same on every target, save for the SMT diagnostic, which may be asked for on one of them. */
function casesFor(
  { cases: all }: Benchmark,
  { includeSmt }: TargetChoice,
  asked: readonly string[] | undefined,
): NonEmpty<string> | undefined {
  const usual = asked ?? (includeSmt ? all.filter(({ optIn }) => !optIn).map(({ name }) => name) : [])
  const smt = includeSmt ? all.filter((each) => each.smt).map(({ name }) => name) : []
  const [first, ...others] = [...usual, ...smt]
  return first === undefined ? undefined : [first, ...others]
}

/** Parameters of the types that the schema of a benchmark says. @throws CAPBENCH_USAGE for what is no number */
export function typedParameters(benchmark: Benchmark, given: Readonly<Record<string, string>>): JsonObject {
  const schema = benchmark.parametersSchema as { readonly properties?: Record<string, { readonly type?: string }> }
  const typed = Object.entries(given).map(([name, value]) => {
    const type = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name]?.type : undefined
    if (type === 'integer' || type === 'number') {
      if (value.trim() === '' || !Number.isFinite(Number(value))) {
        throw usage(`the parameter ${name} of ${benchmark.name} is a number, got ${JSON.stringify(value)}`)
      }
      return [name, Number(value)]
    }
    return [name, type === 'boolean' ? value === 'true' : value]
  })
  return Object.fromEntries(typed) as JsonObject
}
