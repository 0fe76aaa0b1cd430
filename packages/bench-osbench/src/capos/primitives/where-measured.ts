import { type Verifier, verdictOf } from '@capbench/core'
import type { PrimitiveRun } from './records.ts'

/**
 * A condition of what was measured: of a subsystem that is not there nothing is demanded, and nothing is derived.
 *
 * @param operations those that the condition is about; none named: all
 */
export function whereMeasured<O extends PrimitiveRun>(
  condition: Verifier<O>,
  ...operations: readonly string[]
): Verifier<O> {
  const isMeant = (op: string) => operations.length === 0 || operations.includes(op)
  return {
    ...condition,
    judge: (run, setting) =>
      run.batches.some(({ op }) => isMeant(op))
        ? condition.judge(run, setting)
        : verdictOf({ [`${condition.name}: nothing of it was measured`]: undefined }),
  }
}
