import type { AuthorityProfile, Posture } from './profile.ts'
import { normalPosture } from './profile.ts'
import type { Term } from './terms.ts'

/** Terms that reach past the workload, with what they make of a run. */
const specialTerms = {
  counters: 'it may program performance counters',
  trace: 'it may observe or change other processes: a debug tap',
  bpf: 'it may load programs into the kernel: a debug tap',
  module: 'it may load code into the kernel',
  device: 'it may control devices',
  mount: 'it may change the file tree',
  power: 'it may stop the machine',
  'time.set': 'it may set the clocks that time it',
  'posture.change': 'it may change how the kernel treats its calls',
} as const satisfies Readonly<Partial<Record<Term, string>>>

/** What sets a profile apart from an ordinary one, in the order in which reports name it. */
export interface PrivilegedPart {
  /** A term, or `kernel=measurement` and the like. */
  readonly part: string
  readonly says: string
  /** Whether it lowers the class of a row; a broad reader of counters is told of and lowers nothing. */
  readonly lowers: boolean
}

/**
 * Everything for which starting a run with this profile is told in its evidence: special builds, debug taps, special
 * capabilities and broad readers of counters. Empty for an ordinary profile.
 */
export function privilegedParts({
  terms,
  posture,
}: Pick<AuthorityProfile, 'terms' | 'posture'>): readonly PrivilegedPart[] {
  return [
    ...deviationsOf(posture).map((part) => ({ part, says: 'the build is not an ordinary one', lowers: true })),
    ...terms.flatMap((term): readonly PrivilegedPart[] => {
      if (Object.hasOwn(specialTerms, term))
        return [{ part: term, says: specialTerms[term as keyof typeof specialTerms], lowers: true }]
      if (!term.startsWith('stats.read(')) return []
      return [{ part: term, says: 'counters of the whole system are read for it', lowers: false }]
    }),
  ]
}

/** `kernel=measurement`, `tracing`, `validation=off` and each fast path; running without a filter is no build. */
function deviationsOf({ kernel, tracing, validation, fastPaths }: Posture): readonly string[] {
  return [
    ...(kernel === normalPosture.kernel ? [] : [`kernel=${kernel}`]),
    ...(tracing ? ['tracing'] : []),
    ...(validation ? [] : ['validation=off']),
    ...fastPaths,
  ]
}
