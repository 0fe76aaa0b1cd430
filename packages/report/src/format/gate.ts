import type { JudgedGate } from '@capbench/core'

/** `pass; claim: not-claimable`; a gate that was not judged has no claim to speak of. */
export function gateWords({ verdict, claim }: JudgedGate): string {
  return verdict === 'not-judged' ? 'not judged' : `${verdict}; claim: ${claim}`
}

/** What may be claimed of a gate. */
export function claimWords({ verdict, claim }: JudgedGate): string {
  return verdict === 'not-judged' ? 'not judged' : claim
}
