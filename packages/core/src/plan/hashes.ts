import type { JsonValue } from '../define/json.ts'
import { canonicalBytes, sha256Hex } from '../encode/canonical.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { BenchmarkConfig, EntryConfig } from './config.ts'

const digest = (value: unknown): string => sha256Hex(canonicalBytes(value as JsonValue))

const comparisonOf = (benchmark: BenchmarkConfig, entry: EntryConfig) => ({
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

/** That plus, for one system: program digest, flags, unit, scale, clock, parser. Null where there is no workload. */
export function workloadHash(benchmark: BenchmarkConfig, entry: EntryConfig): string | null {
  if (entry.workload === null) return null
  const { program, parser } = entry.workload
  return digest({
    comparison: comparisonOf(benchmark, entry),
    program: { sha256: program.sha256, flags: program.flags, compiler: program.compiler, libc: program.libc },
    metrics: benchmark.metrics,
    parser,
  })
}

/** What must be equal for a ratio between systems; the case adds its vCPU count. */
export function envelopeHash(facts: TargetFacts, vcpus: number): string {
  const { envelope, accelerator, nesting, pinning, cpus } = facts
  return digest({ envelope, accelerator, nesting, pinning, cpus, vcpus })
}

/** What differs between systems by nature: kernel, image, manifest and program digests. */
export function identityHash(facts: TargetFacts, entry: EntryConfig): string {
  return digest({ identity: facts.identity, program: entry.workload?.program.sha256 ?? null })
}
