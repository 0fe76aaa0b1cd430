import type { Result } from '@capbench/core'

/** `5`, or `5 (+2 again)` where contaminated runs were set aside and made again. */
export function countedRuns({ accepted, attempts }: Result['runs']): string {
  return attempts === 0 ? `${accepted}` : `${Math.max(0, accepted - attempts)} (+${attempts} again)`
}

/** `5 of 5`, or `5 of 7, 2 made again`. */
export function countedOfMeasured({ accepted, measured, attempts }: Result['runs']): string {
  if (attempts === 0) return `${accepted} of ${measured}`
  return `${Math.max(0, accepted - attempts)} of ${measured}, ${attempts} made again`
}
