import { Check, Errors } from 'typebox/value'
import type { Benchmark } from '../define/benchmark.ts'
import type { Case } from '../define/case.ts'
import type { ProgramFile } from '../define/program.ts'
import type { Entry, Suite } from '../define/suite.ts'
import { CapbenchError } from '../error.ts'
import { isEvidencePath } from '../evidence/paths.ts'
import { Config, type EntryConfig, type Purpose } from '../plan/config.ts'
import { describeBenchmark } from '../plan/describe.ts'
import { tool } from '../tool.ts'
import { codeIdentity } from './code-identity.ts'

/** Choices of one campaign that are not in its suite. */
export interface Choices {
  readonly purpose: Purpose
  readonly seed: string
  readonly oversubscribe: boolean
  readonly includeOptIn: boolean
  readonly attempts: number
  readonly maxChannelBytes: number
}

/** The configuration, and the built programs that it names. */
export interface Configured {
  readonly config: Config
  /** By `<benchmark>/<target>`. */
  readonly programs: ReadonlyMap<string, ProgramFile>
}

/**
 * Writes down what was chosen. Proofs become entries of their own, with the cases of all vCPU counts that need them.
 *
 * @throws CAPBENCH_MISSING where a program is not built, CAPBENCH_USAGE or CAPBENCH_DEFINITION for what could not
 * be stored.
 */
export function configure(suite: Suite, choices: Choices): Configured {
  if (suite.entries.length === 0) {
    throw new CapbenchError('CAPBENCH_USAGE', `suite ${suite.name} has no entry; give it a benchmark and a target`)
  }
  const programs = new Map<string, ProgramFile>()
  const entries = suite.entries.map((entry) => configureEntry(entry, casesOf(entry, choices), programs))
  const proofEntries = proofsOf(suite, choices).map(({ entry, cases }) => configureEntry(entry, cases, programs))
  const benchmarks = [...new Map(allBenchmarks(suite).map((benchmark) => [benchmark.name, benchmark])).values()]
  const targets = [...new Map(suite.entries.map(({ target }) => [target.name, target])).values()]
  const config: Config = {
    schema: 'capbench.config/1',
    tool,
    suite: suite.name,
    purpose: choices.purpose,
    seed: choices.seed,
    oversubscribe: choices.oversubscribe,
    attempts: choices.attempts,
    maxChannelBytes: choices.maxChannelBytes,
    benchmarks: benchmarks.map((benchmark) => ({
      ...describeBenchmark(benchmark),
      code: { ...codeIdentity(benchmark.module) },
    })),
    targets: targets.map(({ name, system, arch, role, chosen }) => ({ name, system, arch, role, chosen })),
    entries: [...entries, ...proofEntries],
  }
  check(config)
  return { config, programs }
}

/** What could not be read back later is refused now, before anything runs. */
function check(config: Config): void {
  const { suite } = config
  if (!Check(Config, config)) {
    const [error] = Errors(Config, config)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `suite ${suite} cannot be run as it is: ${error?.instancePath || 'its configuration'} ` +
        (error?.message ?? 'does not fit'),
    )
  }
  for (const { benchmark, target, cases } of config.entries) {
    const metrics = config.benchmarks.find(({ name }) => name === benchmark)?.metrics ?? []
    const paths = cases.flatMap(({ name }) => [
      `proofs/${benchmark}/${target}/${name}/0001/diagnostics.log`,
      ...metrics.map((metric) => `results/${benchmark}/${target}/${name}/${metric.name}.json`),
    ])
    const tooLong = [`env/target-${target}.json`, ...paths].find((path) => !isEvidencePath(path))
    if (tooLong !== undefined) {
      throw new CapbenchError(
        'CAPBENCH_DEFINITION',
        `${tooLong} would be longer than evidence allows (200 bytes, 64 a name); choose shorter names`,
      )
    }
  }
}

function allBenchmarks(suite: Suite): readonly Benchmark[] {
  return suite.entries.flatMap(({ benchmark }) => [benchmark, ...benchmark.proofs])
}

function casesOf(entry: Entry, choices: Choices): readonly Case[] {
  const { cases: all } = entry.benchmark
  const { cases: names } = entry
  if (names !== undefined) return all.filter(({ name }) => names.includes(name))
  return all.filter(({ optIn }) => !optIn || choices.includeOptIn)
}

/** One entry for each proof and target, with a case for each vCPU count that is needed there. */
function proofsOf(suite: Suite, choices: Choices): readonly { entry: Entry; cases: readonly Case[] }[] {
  const needed = new Map<string, { entry: Entry; counts: Set<number> }>()
  for (const entry of suite.entries) {
    for (const benchmark of entry.benchmark.proofs) {
      const key = `${benchmark.name}/${entry.target.name}`
      const proof: Entry = { ...entry, benchmark, parameters: {}, cases: undefined, runs: 1, warmups: 0, enforced: [] }
      const known = needed.get(key) ?? { entry: proof, counts: new Set<number>() }
      for (const { vcpus } of casesOf(entry, choices)) known.counts.add(vcpus)
      needed.set(key, known)
    }
  }
  return [...needed.values()].map(({ entry, counts }) => ({
    entry,
    cases: [...counts].sort((a, b) => a - b).map((vcpus) => ({ name: `smp${vcpus}`, vcpus, optIn: false, smt: false })),
  }))
}

function configureEntry(
  { benchmark, target, ...entry }: Entry,
  cases: readonly Case[],
  programs: Map<string, ProgramFile>,
): EntryConfig {
  const workload = benchmark.workloadFor(target.system)
  const program = workload?.form === 'program' ? workload.program(target.arch) : undefined
  if (program !== undefined) programs.set(`${benchmark.name}/${target.name}`, program)
  const { method, memory } = benchmark
  const parameters = benchmark.parametersWith(entry.parameters)
  const needOf = (one: Case) => memory?.({ parameters, case: one, system: target.system, cpus: one.vcpus })
  const precision = benchmark.tier === 0 ? undefined : (entry.precision ?? method.precision)
  return {
    benchmark: benchmark.name,
    target: target.name,
    parameters,
    cases: cases.map((one) => {
      const { name, vcpus, smt } = one
      const memoryBytes = needOf(one)
      return { name, vcpus, smt, ...(memoryBytes !== undefined && { memoryBytes }) }
    }),
    workload:
      workload === undefined
        ? null
        : {
            program: program?.manifest ?? null,
            parser: { ...workload.parser },
          },
    warmups: entry.warmups ?? method.warmup.runs,
    warmupWhy: method.warmup.why,
    runs: entry.runs ?? method.runs,
    ...(precision && { precision: { ...precision } }),
    timeoutMs: method.timeoutMs,
    enforced: [...entry.enforced],
  }
}
