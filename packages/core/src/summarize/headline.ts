import type { Benchmark } from '../define/benchmark.ts'
import { median } from '../statistics/median.ts'
import type { Assessment } from '../verify/assess.ts'

/** The sample that a run gives the first metric of its benchmark; undefined where it gives none that can be used. */
export function headlineValue(benchmark: Benchmark, assessment: Assessment): number | undefined {
  const [metric] = benchmark.metrics
  return metric && valueOfMetric(assessment, metric.name)
}

/** The sample that a run gives one metric, in its unit; undefined where it gives none that can be used. */
export function valueOfMetric(assessment: Assessment, metric: string): number | undefined {
  const found =
    assessment.accepted && Object.hasOwn(assessment.metrics, metric) ? assessment.metrics[metric] : undefined
  if (found === undefined || !found.verdict.accepted) return undefined
  return found.values.length > 0 && found.values.every(isUsable) ? median(found.values) : undefined
}

const isUsable = (value: number) => Math.abs(value) <= Number.MAX_SAFE_INTEGER
