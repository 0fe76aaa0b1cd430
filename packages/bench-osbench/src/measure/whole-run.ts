import { type Verifier, verdictOf } from '@capbench/core'
import type { OsbenchRun } from './records.ts'

/**
 * What voids a whole run of osbench: intents that nobody reported, questions that were not asked or asked twice, parts
 * that belong to nothing, files that were left, a canary that nobody saw. What befalls one intent is told by its own
 * outcome.
 *
 * @param questions by system, the subsystems that its program asks for; of another system nobody knows them
 */
export function wholeRun(questions: Readonly<Record<string, readonly string[]>> = {}): Verifier<OsbenchRun> {
  return {
    name: 'osbench-run',
    version: 2,
    judge: ({ envs, probes, intents, stray, done }, { system }) => {
      const [env] = envs
      const [end] = done
      const attempts = intents.flatMap((intent) => intent.attempts)
      const odd = intents.find(({ attempts: own }) => own.some(({ attempt }, index) => attempt !== index + 1))
      const early = attempts.flatMap(({ rows }) => rows).find(({ canaryNs }) => canaryNs < (end?.canaryNs ?? 0))
      const asked = probes.map(({ subsystem }) => subsystem)
      const unasked = (questions[system] ?? []).find((subsystem) => !asked.includes(subsystem))
      const twice = asked.find((subsystem, index) => asked.indexOf(subsystem) !== index)
      return verdictOf({
        'one environment': envs.length === 1 ? undefined : `${envs.length} came`,
        'one end': done.length === 1 ? undefined : `${done.length} came`,
        'every intent': intents.length === env?.intents ? undefined : `${intents.length} of ${env?.intents} reported`,
        'every question': unasked && `${unasked} was not asked for`,
        'one answer a question': twice && `${twice} was asked for twice`,
        'parts of attempts': stray[0],
        'attempts in order': odd === undefined ? undefined : `${odd.id} has other ones`,
        'the best canary': early === undefined ? undefined : `a batch has ${early.canaryNs} ns, below ${end?.canaryNs}`,
        'no files left': end?.filesLeft === 0 ? undefined : `${end?.filesLeft} were left`,
      })
    },
  }
}
