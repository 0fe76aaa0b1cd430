import type { Benchmark } from '../define/benchmark.ts'
import type { EvidenceClass } from './labels/names.ts'

/** The first metric of a definition stands for it where nothing else is said. */
export function headlineOf(definition: Benchmark): string | undefined {
  return definition.metrics[0]?.name
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
  const gated = definition.gates.some((gate) => {
    const of = gate.metric === 'headline' ? headlineOf(definition) : gate.metric
    return of === metric && gate.cases.includes(caseName)
  })
  return gated ? 'gated' : 'observed, no claim'
}
