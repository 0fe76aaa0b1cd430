import type { Group } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { measureHarness } from './harness.ts'
import { measureBesidePerf } from './perf-bench.ts'

/** Primitives of the system beside another program that measures some of them, and what measuring all of them costs. */
export async function measurePrimitives(scale: Scale): Promise<Group> {
  const { lines, bounds, skipped } = await measureBesidePerf(scale)
  const costs = await measureHarness(scale)
  return {
    name: 'primitives beside perf bench, and what measuring costs',
    lines: [...lines, ...costs],
    bounds,
    skipped,
  }
}
