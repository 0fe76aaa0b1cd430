import type { MetricDescription } from '../define/benchmark.ts'
import type { JsonValue } from '../define/json.ts'
import { onSystem } from '../define/metric.ts'
import type { System } from '../define/system.ts'
import { canonicalBytes, sha256Hex } from '../encode/canonical.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { BenchmarkConfig, EntryConfig } from './config.ts'

const digest = (value: unknown): string => sha256Hex(canonicalBytes(value as JsonValue))

/** What `comparisonHash` covers, by name. */
export const comparisonOf = (benchmark: BenchmarkConfig, entry: EntryConfig) => ({
  benchmark: benchmark.name,
  parameters: entry.parameters,
  corpus: benchmark.corpus,
  backing: benchmark.backing,
  comparison: benchmark.comparison,
  verifier: benchmark.verifier,
})

/** What must be equal between systems: benchmark, work parameters, corpus, partition, timed region, verifier. */
export function comparisonHash(benchmark: BenchmarkConfig, entry: EntryConfig): string {
  return digest(comparisonOf(benchmark, entry))
}

/**
 * That plus, for one metric on one system: program digest, flags, unit, scale, clock, parser. Null where there is no
 * workload. Other metrics and other systems do not change it.
 */
export function workloadHash(
  benchmark: BenchmarkConfig,
  entry: EntryConfig,
  metric: MetricDescription,
  system: System,
): string | null {
  if (entry.workload === null) return null
  const { program, parser } = entry.workload
  const mechanism = metric.mechanisms?.[system]?.label
  return digest({
    comparison: comparisonOf(benchmark, entry),
    program: program && {
      sha256: program.sha256,
      flags: program.flags,
      compiler: program.compiler,
      libc: program.libc,
    },
    metric: {
      name: metric.name,
      kind: metric.kind,
      better: metric.better,
      unit: onSystem(metric.unit, system) ?? null,
      scale: onSystem(metric.scale, system) ?? null,
      clock: onSystem(metric.clock, system) ?? null,
      ...(mechanism !== undefined && { mechanism }),
    },
    parser,
  })
}

/**
 * What must be equal for a ratio between systems; the case adds its vCPU count. An equal hash is not enough where a
 * field is null: `compareEnvelopes` decides.
 */
export function envelopeHash({ envelope }: Pick<TargetFacts, 'envelope'>, vcpus: number): string {
  return digest({ envelope, vcpus })
}

/** What differs between systems by nature: kernel, image, manifest and program digests. */
export function identityHash(facts: TargetFacts, entry: EntryConfig): string {
  return digest({ identity: facts.identity, program: entry.workload?.program?.sha256 ?? null })
}
