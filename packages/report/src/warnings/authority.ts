import type { Campaign, Result } from '@capbench/core'
import { postureOf, seenOf, specialOf } from '../format/posture.ts'

type Said = readonly (readonly [label: string, says: string])[]

const debugTaps: readonly string[] = ['trace', 'bpf', 'tracing']

/** What a reader must know of the authority and the build of a row before its figure. */
export function authorityWarnings(result: Result): Said {
  const { because, open, posture } = seenOf(result)
  const declared = specialOf(result)
  const { filter } = postureOf(result)
  const leavesOpen = open.length === 0 ? 'no probe found a term open' : `found open: ${open.join(', ')}`
  return [
    ...declared.map(({ part, says }): Said[number] => [
      `${kindOf(part, result)}: ${part}`,
      `Its profile grants more than an ordinary one: ${says}. Its figures hold for this build and these rights alone.`,
    ]),
    ...posture
      .filter((what) => !declared.some(({ part }) => part === what))
      .map((what): Said[number] => [`special build: ${what}`, 'Seen of its runs; the build is not an ordinary one.']),
    ...(filter ? [] : [['no filter', `Its system calls are not filtered; ${leavesOpen}.`] as const]),
    ...(result.authority.enforcement === 'unenforced' && because.length > 0
      ? [['authority not held', `${because.join('; ')}.`] as const]
      : []),
  ]
}

function kindOf(part: string, { authority }: Result): string {
  if (debugTaps.includes(part)) return 'debug tap'
  return authority.terms.includes(part) ? 'special capability' : 'special build'
}

/** Targets whose machine was started with a debugger attached, as the commands of their runs say. */
export function debuggedTargets({ content }: Campaign): readonly string[] {
  const debugged = content.runs.filter(({ record }) => record.command?.args.includes('-gdb'))
  return [...new Set(debugged.map(({ record }) => record.target))]
}
