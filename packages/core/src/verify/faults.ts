import { type Cause, cause } from '../define/reasons.ts'
import type { TargetFacts } from '../target/facts.ts'
import type { FinishedRun } from './finished-run.ts'

const artifacts = 'artifacts/'

/** Declared signs of a broken system under test, searched in the raw bytes of their channel or file. */
export function faultsIn(run: FinishedRun, facts: TargetFacts): readonly Cause[] {
  return facts.faults.flatMap(({ channel, text, reason }) => {
    const bytes = Buffer.from(
      channel.startsWith(artifacts) ? run.artifact(channel.slice(artifacts.length)) : run.channel(channel),
    )
    const at = bytes.indexOf(text)
    if (at < 0) return []
    return [cause(reason, `${channel} says ${JSON.stringify(lineAround(bytes, at, text))} at byte ${at}`)]
  })
}

/** The line that a text stands in; of a long one at most 200 bytes on either side. */
function lineAround(bytes: Buffer, at: number, text: string): string {
  const before = bytes.subarray(Math.max(0, at - 200), at + (text.startsWith('\n') ? 1 : 0))
  const end = bytes.indexOf(0x0a, at + text.length)
  const after = bytes.subarray(at, end < 0 ? at + 200 : Math.min(end, at + 200))
  return `${before.toString('latin1').split('\n').at(-1) ?? ''}${after.toString('latin1')}`.trim()
}
