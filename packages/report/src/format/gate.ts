import type { JudgedGate } from '@capbench/core'

/** `pass; claim: not-claimable`; a gate that was not judged has no claim to speak of. */
export function gateWords({ verdict, claim }: JudgedGate): string {
  return verdict === 'not-judged' ? 'not judged' : `${verdict}; claim: ${claim}`
}

/** `1.852 to 1.901` */
export function intervalWords({ lower, upper }: { readonly lower: number; readonly upper: number }): string {
  return `${lower.toPrecision(4)} to ${upper.toPrecision(4)}`
}

/** What may be claimed of a gate. */
export function claimWords({ verdict, claim }: JudgedGate): string {
  return verdict === 'not-judged' ? 'not judged' : claim
}
