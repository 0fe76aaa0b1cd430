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
    const end = bytes.indexOf(0x0a, at)
    const line = bytes.subarray(at, end < 0 ? at + 200 : Math.min(end, at + 200)).toString('latin1')
    return [cause(reason, `${channel} says ${JSON.stringify(line.trim())} at byte ${at}`)]
  })
}
