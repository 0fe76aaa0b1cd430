import type { Benchmark } from '../define/benchmark.ts'
import { median } from '../statistics/median.ts'
import type { Assessment } from '../verify/assess.ts'

/** The sample that a run gives the first metric of its benchmark; undefined where it gives none that can be used. */
export function headlineValue(benchmark: Benchmark, assessment: Assessment): number | undefined {
  const [metric] = benchmark.metrics
  const found = assessment.accepted && metric ? assessment.metrics[metric.name] : undefined
  if (found === undefined || !found.verdict.accepted) return undefined
  return found.values.length > 0 && found.values.every(isUsable) ? median(found.values) : undefined
}

const isUsable = (value: number) => Math.abs(value) <= Number.MAX_SAFE_INTEGER
