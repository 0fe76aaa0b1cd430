import { CapbenchError } from '../../error.ts'
import type { Benchmark, CaseName, MetricName } from '../benchmark.ts'
import type { Gate } from '../gate.ts'

/**
 * A benchmark with further gates, for those who judge it and did not write it. Whoever verifies the evidence needs the
 * same gates: they are part of what was chosen.
 *
 * @throws CAPBENCH_DEFINITION for a case, metric or name that does not fit
 */
export function withGates<B extends Benchmark>(benchmark: B, gates: readonly Gate<CaseName<B>, MetricName<B>>[]): B {
  const all = [...benchmark.gates, ...gates]
  checkGates({
    benchmark: benchmark.name,
    cases: benchmark.cases.map(({ name }) => name),
    metrics: benchmark.metrics.map(({ name }) => name),
    gates: all,
  })
  return { ...benchmark, gates: all }
}

/** @throws CAPBENCH_DEFINITION for a gate over a case or metric that there is not, or a name that occurs twice */
export function checkGates(definition: {
  readonly benchmark: string
  readonly cases: readonly string[]
  readonly metrics: readonly string[]
  readonly gates: readonly Gate[]
}): void {
  const { benchmark, cases, metrics, gates } = definition
  const refuse = (message: string): never => {
    throw new CapbenchError('CAPBENCH_DEFINITION', `benchmark ${benchmark}: ${message}`)
  }
  for (const [index, { name, reads }] of gates.entries()) {
    if (gates.findIndex((gate) => gate.name === name) !== index) refuse(`the gate ${name} occurs twice; drop one`)
    for (const row of reads) {
      if (!cases.includes(row.case)) refuse(`gate ${name} names the case "${row.case}"; it has ${cases.join(', ')}`)
      if (row.metric !== 'headline' && !metrics.includes(row.metric)) {
        refuse(`gate ${name} names the metric "${row.metric}"; it has ${metrics.join(', ')}`)
      }
    }
  }
}
