import type { JudgedResult } from '../judge/rows.ts'
import { canonicalJson } from './canonical.ts'

/** `samples.jsonl`: one line for each number, with the run that yielded it. */
export function renderSamples(judged: readonly JudgedResult[]): Uint8Array {
  const lines = judged.flatMap(({ result, samples }) => {
    const { benchmarkName: benchmark, target, case: name, metric } = result
    return samples.map(({ ordinal, value }) => {
      const folder = ['raw', benchmark, target, name, String(ordinal).padStart(3, '0')].join('/')
      return `${canonicalJson({ benchmark, target, case: name, metric, run: ordinal, value, raw: folder })}\n`
    })
  })
  return new TextEncoder().encode(lines.join(''))
}
