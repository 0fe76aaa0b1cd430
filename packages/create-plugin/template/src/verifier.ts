import { type Verifier, verdictOf } from '@capbench/core'
import type { Observation } from './observation.ts'

/** What the workload is asked to do. */
export interface Parameters {
  readonly seed: number
  readonly rounds: number
}

/** The answer, computed here a second time, and kept: a campaign asks for the same one again and again. */
const answers = new Map<string, number>()

/** Marsaglia, "Xorshift RNGs" (Journal of Statistical Software, 2003): the 32-bit generator (13, 17, 5). */
export function sumOfStates({ seed, rounds }: Parameters): number {
  const key = `${seed} ${rounds}`
  const known = answers.get(key)
  if (known !== undefined) return known
  let state = seed
  let sum = 0
  for (let round = 0; round < rounds; round++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    sum = (sum + state) >>> 0
  }
  answers.set(key, sum)
  return sum
}

/** Judges what a run says; no number is taken from a run that it refuses. A stricter rule is a new version. */
export const rightSum: Verifier<Observation, Parameters> = {
  name: 'right-sum',
  version: 1,
  judge: ({ answers: [answer, ...more] }, { parameters }) => {
    const wanted = sumOfStates(parameters)
    return verdictOf({
      'one answer': answer !== undefined && more.length === 0 ? undefined : 'not exactly one answer came',
      seed: answer?.seed === parameters.seed ? undefined : `${parameters.seed} was asked for, ${answer?.seed} came`,
      rounds:
        answer?.rounds === parameters.rounds
          ? undefined
          : `${parameters.rounds} were asked for, ${answer?.rounds} came`,
      sum: answer?.sum === wanted ? undefined : `it is ${wanted}, the program gave ${answer?.sum}`,
    })
  },
}
