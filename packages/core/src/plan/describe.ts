import type { Benchmark } from '../define/benchmark.ts'
import type { JsonObject } from '../define/json.ts'
import { canonicalJson } from '../encode/canonical.ts'
import type { BenchmarkConfig } from './config.ts'

/** What a definition says of itself, without its functions, as `config.json` holds it. */
export function describeBenchmark(benchmark: Benchmark): Omit<BenchmarkConfig, 'code'> {
  const value = {
    name: benchmark.name,
    version: benchmark.version,
    tier: benchmark.tier,
    lineage: benchmark.lineage,
    corpus: benchmark.corpus,
    backing: benchmark.backing,
    authority: benchmark.authority,
    comparison: benchmark.comparison,
    nondeterminism: benchmark.nondeterminism,
    verifier: benchmark.verifier,
    requires: benchmark.requires,
    unsupportedPolicy: benchmark.unsupportedPolicy,
    ...(benchmark.method.cpuBound && { cpuBound: true }),
    metrics: benchmark.metrics.map((metric) => withoutUndefined({ ...metric })),
    gates: benchmark.gates.map(({ name, kind, reads, rule }) => ({ name, kind, reads, rule })),
    proofs: benchmark.proofs.map(({ name }) => name),
    ...(benchmark.publicationProofs.length > 0 && { publicationProofs: benchmark.publicationProofs }),
  } as unknown as JsonObject
  return JSON.parse(canonicalJson(value)) as Omit<BenchmarkConfig, 'code'>
}

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, property]) => property !== undefined))
}
