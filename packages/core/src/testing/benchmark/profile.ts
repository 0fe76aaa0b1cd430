import type { Benchmark } from '../../define/benchmark.ts'
import { messageOf } from '../../error.ts'
import { auditAuthority } from '../authority/audit-authority.ts'
import type { Finding } from './check.ts'
import type { RecordOptions } from './from-target.ts'

/** Runs the first case without each term of the profile: what a run can do without is granted for nothing. */
export async function profileFinding(
  benchmark: Benchmark,
  { target, cases, parameters }: RecordOptions,
): Promise<Finding> {
  if (benchmark.workloadFor(target.system)?.form !== 'program')
    return { skip: 'the workload is no program of the plugin' }
  const [caseName] = cases ?? []
  try {
    const { terms, profile } = await auditAuthority({
      benchmark,
      target,
      ...(caseName !== undefined && { caseName }),
      ...(parameters && { parameters }),
    })
    const unneeded = terms.filter(({ outcome }) => outcome === 'unneeded')
    return {
      looked: terms.length,
      faults: unneeded.map(({ term, detail }) => `the profile ${profile} grants ${term}, and ${detail}`),
    }
  } catch (error) {
    return { looked: 1, faults: [messageOf(error)] }
  }
}
