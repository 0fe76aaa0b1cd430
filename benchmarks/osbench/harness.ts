import { type Line, lineOf } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { runWorker } from './worker.ts'

/** What measuring costs besides what is measured: intent by intent, and of a whole run. */
export async function measureHarness({ primitiveMs }: Scale): Promise<readonly Line[]> {
  const { spent, wallMs } = await runWorker([], primitiveMs, ['quick'])
  const intents = [...spent].sort(([a], [b]) => (a < b ? -1 : 1))
  const part = (of: (each: { totalMs: number; batchMs: number; canaryMs: number }) => number): readonly number[] =>
    intents.map(([, each]) => of(each))
  const total = part(({ totalMs }) => totalMs).reduce((sum, each) => sum + each, 0)
  return [
    ...intents.map(([id, { totalMs, batchMs }]) => lineOf(`${id}: outside its batches`, [totalMs - batchMs])),
    lineOf(
      'an intent: outside its batches',
      part(({ totalMs, batchMs }) => totalMs - batchMs),
    ),
    lineOf(
      'an intent: of its time',
      part(({ totalMs, batchMs }) => (100 * (totalMs - batchMs)) / totalMs),
      '%',
    ),
    lineOf(
      'an intent: of that, canaries',
      part(({ canaryMs }) => canaryMs),
    ),
    lineOf('the run: outside all intents', [wallMs - total]),
    lineOf('the run', [wallMs]),
  ]
}
