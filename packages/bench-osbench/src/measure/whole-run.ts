import { type Verifier, verdictOf } from '@capbench/core'
import type { OsbenchRun } from './records.ts'

/**
 * What voids a whole run of osbench: intents that nobody reported, files that were left, a canary that nobody saw. What
 * befalls one intent is told by its own outcome.
 */
export function wholeRun(): Verifier<OsbenchRun> {
  return {
    name: 'osbench-run',
    version: 1,
    judge: ({ envs, intents, done }) => {
      const [env] = envs
      const [end] = done
      const attempts = intents.flatMap((intent) => intent.attempts)
      const odd = intents.find(({ attempts: own }) => own.some(({ attempt }, index) => attempt !== index + 1))
      const early = attempts.flatMap(({ rows }) => rows).find(({ canaryNs }) => canaryNs < (end?.canaryNs ?? 0))
      return verdictOf({
        'one environment': envs.length === 1 ? undefined : `${envs.length} came`,
        'one end': done.length === 1 ? undefined : `${done.length} came`,
        'every intent': intents.length === env?.intents ? undefined : `${intents.length} of ${env?.intents} reported`,
        'attempts in order': odd === undefined ? undefined : `${odd.id} has other ones`,
        'the best canary': early === undefined ? undefined : `a batch has ${early.canaryNs} ns, below ${end?.canaryNs}`,
        'no files left': end?.filesLeft === 0 ? undefined : `${end?.filesLeft} were left`,
      })
    },
  }
}
