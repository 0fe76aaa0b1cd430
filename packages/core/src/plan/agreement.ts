import type { Benchmark } from '../define/benchmark.ts'
import type { JsonObject, JsonValue } from '../define/json.ts'
import { canonicalJson } from '../encode/canonical.ts'
import { CapbenchError, messageOf } from '../error.ts'
import type { BenchmarkConfig, Config, EntryConfig } from './config.ts'
import { configFaults } from './config-faults.ts'
import { describeBenchmark } from './describe.ts'

/**
 * What `config.json` says of the benchmarks must be what the caller's definitions say: else somebody could drop the
 * proofs, name a stricter verifier or another partition, and have it all derive.
 *
 * @throws CAPBENCH_HOSTILE naming the field; CAPBENCH_USAGE where a definition is missing or of another version.
 */
export function definitionsFor(config: Config, benchmarks: readonly Benchmark[]): ReadonlyMap<string, Benchmark> {
  // What is named twice would be derived twice: two million times a name fit into one file.
  const [fault] = configFaults(config)
  if (fault !== undefined) throw new CapbenchError('CAPBENCH_HOSTILE', fault)
  const have = new Map(benchmarks.flatMap((each) => [each, ...each.proofs]).map((each) => [each.name, each]))
  const definitions = new Map(
    config.benchmarks.map((described) => [described.name, definitionOf(described, have.get(described.name))]),
  )
  for (const entry of config.entries) demandEntry(entry, config, definitions.get(entry.benchmark))
  return definitions
}

function definitionOf(described: BenchmarkConfig, definition: Benchmark | undefined): Benchmark {
  const { name, version } = described
  const said = described as unknown as JsonObject
  if (definition === undefined || definition.version !== version) {
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the evidence is of ${name} ${version}; given was ${definition?.version ?? 'no such definition'}. ` +
        'Pass that version in `benchmarks`',
    )
  }
  // What a later version adds to the description is passed over.
  const own = describeBenchmark(definition) as unknown as JsonObject
  for (const [field, wanted] of Object.entries(own)) {
    demandEqual(`of ${name}, ${field}${hintOn(field, said[field])}`, said[field], wanted)
  }
  return definition
}

/** Gates may come from a file that lies elsewhere, which whoever verifies has to give as well. */
function hintOn(field: string, said: JsonValue | undefined): string {
  const isAgainstBaseline = field === 'gates' && said !== undefined && canonicalJson(said).includes('"baseline":')
  return isAgainstBaseline ? ' (some are against a baseline: give the same, `--baseline` on the command line)' : ''
}

function demandEntry(entry: EntryConfig, config: Config, definition: Benchmark | undefined): void {
  const system = config.targets.find(({ name }) => name === entry.target)?.system
  const where = `for ${entry.benchmark} on ${entry.target}`
  if (definition === undefined || system === undefined) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `config.json names an entry ${where} that it does not describe`)
  }
  demandEqual(`${where}, parser`, entry.workload?.parser, definition.workloadFor(system)?.parser)
  demandEqual(`${where}, parameters`, entry.parameters, parametersOf(where, entry, definition))
  for (const { name, vcpus, smt } of entry.cases) {
    const own = definition.cases.find((each) => each.name === name)
    // A proof is run for whatever CPU counts its benchmarks need.
    const wanted = definition.tier === 0 ? { vcpus, smt: false, name: `smp${vcpus}` } : own && { ...own }
    demandEqual(
      `${where}, case ${name}`,
      { name, vcpus, smt },
      wanted && { name: wanted.name, vcpus: wanted.vcpus, smt: wanted.smt },
    )
  }
}

function parametersOf(where: string, { parameters }: EntryConfig, definition: Benchmark): JsonObject {
  try {
    return definition.parametersWith(parameters)
  } catch (error) {
    throw new CapbenchError('CAPBENCH_HOSTILE', `config.json ${where}: ${messageOf(error)}`)
  }
}

function demandEqual(what: string, came: JsonValue | undefined, wanted: JsonValue | undefined): void {
  const text = (value: JsonValue | undefined) => (value === undefined ? 'nothing' : canonicalJson(value))
  if (text(came) === text(wanted)) return
  throw new CapbenchError(
    'CAPBENCH_HOSTILE',
    `config.json says ${what}: ${text(came)}; the definition that was given says ${text(wanted)}`,
  )
}
