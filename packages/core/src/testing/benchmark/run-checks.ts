import { isDeepStrictEqual } from 'node:util'
import { canonicalJson } from '../../encode/canonical.ts'
import { messageOf } from '../../error.ts'
import type { Check } from './check.ts'
import { accepted, undeclared } from './outcome.ts'
import { rows } from './recording.ts'

/** What a definition makes of sound runs. */
export const runChecks: readonly Check[] = [
  {
    name: 'every recorded run is accepted',
    find: ({ benchmark, recordings }) => ({
      looked: recordings.length,
      faults: recordings.flatMap((recording) => {
        const evaluation = accepted(benchmark, recording)
        return 'refused' in evaluation ? [`${recording.name}: ${evaluation.refused}`] : []
      }),
    }),
  },
  {
    name: 'the same bytes are read, judged and measured the same twice',
    find: ({ benchmark, sound }) => ({
      looked: sound.length,
      faults: sound.flatMap(({ recording, evaluation }) =>
        isDeepStrictEqual(accepted(benchmark, recording), evaluation)
          ? []
          : [`${recording.name}: another evaluation of the same bytes came out differently`],
      ),
    }),
  },
  {
    name: 'observations are plain data',
    find: ({ sound }) => ({
      looked: sound.length,
      faults: sound.flatMap(({ recording, evaluation }) => {
        try {
          canonicalJson(evaluation.observation)
          return []
        } catch (error) {
          return [`${recording.name}: ${messageOf(error)}`]
        }
      }),
    }),
  },
  {
    name: 'what differs between runs is declared',
    find: ({ benchmark, recordings }) => {
      const repeated = rows(recordings).filter((row) => row.length > 1)
      if (repeated.length === 0) return { skip: 'needs two recordings of one case' }
      const pairs = repeated.flatMap(([first, ...others]) =>
        others.map((other) => [first, other].map((each) => each && { each, made: accepted(benchmark, each) })),
      )
      return {
        looked: pairs.length,
        faults: pairs.flatMap(([first, other]) => {
          if (first === undefined || other === undefined) return []
          if ('refused' in first.made || 'refused' in other.made) return []
          const found = undeclared(benchmark.nondeterminism, first.made.observation, other.made.observation)
          return found.map((detail) => `${first.each.name} and ${other.each.name}: ${detail}`)
        }),
      }
    },
  },
]
