import type { StoredResult } from '../encode/result.ts'
import type { Analysis } from './analysis.ts'

/** Exit codes of every command. */
export const exitCodes = {
  good: 0,
  bad: 1,
  usage: 2,
  notPublishable: 3,
  gateFailed: 4,
  gateInconclusive: 5,
  cancelled: 130,
} as const

/**
 * 130 cancelled; 1 some result failed or is invalid; 4 and 5 an enforced gate of a claimable row of role subject or
 * reference failed or is inconclusive; else 0. Unsupported rows, low classes and gates that are for review never change
 * it.
 */
export function exitCodeOf(results: readonly StoredResult[], analysis: Analysis, ended: 'done' | 'cancelled'): number {
  if (ended === 'cancelled') return exitCodes.cancelled
  if (results.some(({ status }) => status === 'failed' || status === 'invalid')) return exitCodes.bad
  const contextual = new Set(results.filter(({ role }) => role === 'native-context').map(({ target }) => target))
  const decisive = analysis.gates.filter(
    (gate) => gate.enforced && gate.review.length === 0 && !contextual.has(gate.target),
  )
  if (decisive.some(({ claim }) => claim === 'fail')) return exitCodes.gateFailed
  if (decisive.some(({ claim }) => claim === 'inconclusive')) return exitCodes.gateInconclusive
  return exitCodes.good
}
