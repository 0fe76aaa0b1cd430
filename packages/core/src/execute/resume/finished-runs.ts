import { contentFaults, orderFaults } from '../../evidence/consistency.ts'
import { readRuns } from '../../evidence/content.ts'
import { openDirectory } from '../../evidence/directory.ts'
import type { RunSoFar } from '../../plan/next.ts'
import { assessRuns, soFar } from '../../summarize/assess-runs.ts'
import type { Wanted } from './resume-stage.ts'

/** The runs as `next` wants to know them, or what is wrong with them. */
export function finishedRuns(
  directory: string,
  { suite, configured, prepared, plan }: Wanted,
): readonly RunSoFar[] | string {
  const reader = openDirectory(directory, Number.POSITIVE_INFINITY)
  const content = { config: configured.config, facts: prepared.facts, runs: readRuns(reader) }
  const definitions = new Map(
    suite.entries.flatMap(({ benchmark }) => [benchmark, ...benchmark.proofs]).map((each) => [each.name, each]),
  )
  const runs = assessRuns(content, definitions)
  const faults = [...contentFaults(reader, content), ...orderFaults(plan, runs)]
  if (faults.length > 0) return faults.join('; ')
  return runs.map(soFar)
}
