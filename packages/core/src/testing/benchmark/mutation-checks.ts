import type { JsonObject, JsonValue } from '../../define/json.ts'
import type { Check, Finding, Surroundings } from './check.ts'
import type { MutantKind, Tried } from './mutation-run.ts'
import { type Outcome, outcomeOf } from './outcome.ts'

const kinds = (tried: readonly Tried[], ...wanted: readonly MutantKind[]) =>
  tried.filter(({ kind }) => wanted.includes(kind))

/** A check that holds where no mutant of some kinds ended in one of these ways. */
function none(looked: readonly Tried[], bad: readonly Outcome['kind'][], fault: string): Finding {
  if (looked.length === 0) return { skip: 'nothing that was recorded can be changed in this way' }
  const found = looked.filter(({ outcome }) => bad.includes(outcome.kind))
  return {
    looked: looked.length,
    faults: found.map(({ of, outcome }) => {
      const more = outcome.kind === 'wrong-answer-accepted' ? ` (${outcome.differs})` : ''
      return `${of}, ${outcome.what}: ${fault}${outcome.kind === 'threw' ? `: ${outcome.error}` : ''}${more}`
    }),
  }
}

/** What a definition makes of runs that are wrong. */
export const mutationChecks: readonly Check[] = [
  {
    name: 'the parser takes whole transcripts alone',
    find: ({ tried }) =>
      none(
        kinds(tried, 'torn'),
        ['rejected', 'unseen', 'declared', 'wrong-answer-accepted'],
        'it is not whole, and the parser read it as if it were',
      ),
  },
  {
    name: 'the parser drops no record',
    find: ({ tried }) =>
      none(kinds(tried, 'counted'), ['unseen'], 'the observation is the same, so the parser drops this record'),
  },
  {
    name: 'the parser drops no field',
    find: ({ tried }) =>
      none(kinds(tried, 'field'), ['unseen'], 'the observation is the same, so the parser drops this field'),
  },
  {
    name: 'the verifier refuses a wrong answer',
    find: ({ tried }) =>
      none(
        kinds(tried, 'counted', 'swapped', 'field', 'line'),
        ['wrong-answer-accepted'],
        'the verifier accepted it, and no nondeterminism is declared that covers it',
      ),
  },
  {
    name: 'what is made of a run is made of its records, not of their bytes',
    find: ({ tried }) =>
      none(
        kinds(tried, 'unframed'),
        ['incomplete', 'rejected', 'declared', 'wrong-answer-accepted'],
        'it is no longer the same run',
      ),
  },
  {
    name: 'parser, verifier and metrics return, whatever came',
    find: ({ tried }) => none(tried, ['threw'], 'it threw'),
  },
  { name: 'the verifier holds a run to its parameters', find: parameters },
]

function parameters({ benchmark, sound, context }: Surroundings): Finding {
  const tried = sound.flatMap(({ recording, evaluation }) =>
    otherParameters(recording.setting.parameters as JsonObject, context).flatMap(({ name, value }) => {
      try {
        const changed = benchmark.parametersWith({ ...(recording.setting.parameters as JsonObject), [name]: value })
        const setting = { ...recording.setting, parameters: changed }
        const what = `asked for with ${name} = ${JSON.stringify(value)}`
        return [{ of: recording.name, outcome: outcomeOf(benchmark, { ...recording, setting, what }, evaluation) }]
      } catch {
        return [] // the schema has no such value
      }
    }),
  )
  if (tried.length === 0) return { skip: 'there is no parameter that could have another value' }
  const bad = tried.filter(({ outcome: { kind } }) => ['unseen', 'declared', 'wrong-answer-accepted'].includes(kind))
  return {
    looked: tried.length,
    faults: bad.map(({ of, outcome }) => `${of}, ${outcome.what}: the verifier accepted the run all the same`),
  }
}

function otherParameters(values: JsonObject, context: readonly string[]) {
  const names = Object.keys(values).filter((name) => !context.includes(`parameters.${name}`))
  return names.flatMap((name) => othersOf(values[name] ?? null).map((value) => ({ name, value })))
}

function othersOf(value: JsonValue): readonly JsonValue[] {
  if (typeof value === 'number') return [value + 1, value - 1, value * 2]
  if (typeof value === 'boolean') return [!value]
  return []
}
