import type { Benchmark } from '../define/benchmark.ts'
import type { GateRow } from '../define/gate.ts'
import type { EvidenceClass } from './labels/names.ts'

/** The first metric of a definition stands for it where nothing else is said. */
export function headlineOf(definition: Benchmark): string | undefined {
  return definition.metrics[0]?.name
}

/** The metric that a gate means. */
export function metricOf(definition: Benchmark, { metric }: GateRow): string {
  return metric === 'headline' ? (headlineOf(definition) ?? '') : metric
}

/**
 * What may be claimed of a row by itself. The gates that compare rows state their own verdict in `analysis.json`; a row
 * that none of them names is an observation.
 */
export function claimOf(
  definition: Benchmark,
  caseName: string,
  metric: string,
  evidenceClass: EvidenceClass,
): 'not-claimable' | 'gated' | 'observed, no claim' {
  if (evidenceClass !== 'claimable') return 'not-claimable'
  const gated = definition.gates.some(({ reads }) =>
    reads.some((row) => row.case === caseName && metricOf(definition, row) === metric),
  )
  return gated ? 'gated' : 'observed, no claim'
}
