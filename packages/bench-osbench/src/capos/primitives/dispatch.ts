import type { NonEmpty, Type, Verifier } from '@capbench/core'
import { verdictOf } from '@capbench/core'
import { expectDenied } from '@capbench/verifiers'
import type { Area } from './area.ts'
import type { Operation } from './operations.ts'
import { count, exactly, type Place, primitiveRecords, type RunOf, timed, word } from './records.ts'
import { whereMeasured } from './where-measured.ts'

/** Names of errors as the system gives them; they are its author's to say. */
export interface CaposErrors {
  /** CALL on a CapId whose generation is over. */
  readonly staleGeneration: string
  /** CALL on a capability that was revoked. */
  readonly revoked: string
  /** CALL of a method that the interface does not have. */
  readonly invalidMethod: string
  /** A spawn of a program that the package does not hold. */
  readonly noSuchProgram: string
  /** A map or protect that asks for writing and executing at once. */
  readonly writeAndExecute: string
  /** A commit beyond the quota. */
  readonly quotaExceeded: string
}

/** Calls on a capability that is live: how many answered, how many did not. */
const lookup: Type.TObject<{ capability: Type.TString; calls: Type.TInteger; answered: Type.TInteger }> = exactly({
  capability: word,
  calls: count,
  answered: count,
})
const records = { lookup } as const
type Run = RunOf<typeof records>

const rejected = { beside: { none: 'A descriptor of Linux has no generation and is not revoked.' } } as const
const operations = [
  {
    name: 'cap_lookup',
    mechanism: 'CALL of Timer.now: a capability is found and its method is answered',
    subsystem: 'timer',
    beside: { intent: 'syscall.call_min', difference: 'A message is decoded and encoded where Linux copies one byte.' },
  },
  { name: 'reject_generation', mechanism: 'CALL on a CapId of an older generation', subsystem: 'ring', ...rejected },
  { name: 'reject_revoked', mechanism: 'CALL on a capability that was revoked', subsystem: 'revocation', ...rejected },
  { name: 'reject_method', mechanism: 'CALL of a method that does not exist', subsystem: 'ring', ...rejected },
] as const satisfies readonly Operation[]

const dispatchConditions = (errors: CaposErrors): NonEmpty<Verifier<Run>> => [
  whereMeasured(
    {
      name: 'live-capabilities-answer',
      version: 1,
      judge: ({ own, batches }) => {
        const calls = own.lookup.reduce((sum, each) => sum + each.calls, 0)
        const all = timed({ batches }, 'cap_lookup')
        const silent = own.lookup.find(({ calls, answered }) => answered !== calls || calls === 0)
        const said = silent && `${silent.capability} answered ${silent.answered} of ${silent.calls} calls`
        return verdictOf({
          'live capabilities answer': calls === all ? said : `${calls} of ${all} calls were reported`,
        })
      },
    },
    'cap_lookup',
  ),
  whereMeasured(expectDenied('stale', 'call', errors.staleGeneration), 'reject_generation'),
  whereMeasured(expectDenied('revoked', 'call', errors.revoked), 'reject_revoked'),
  whereMeasured(expectDenied('live', 'no_such_method', errors.invalidMethod), 'reject_method'),
]

export const dispatchArea = (place: Place, errors: CaposErrors): Area<Run> => ({
  name: 'capos-dispatch',
  row: { area: 'Cap dispatch', condition: 'correct CAP_ERR_* or CapException' },
  operations,
  conditions: dispatchConditions(errors),
  terms: [],
  timedRegion: 'batches of calls, from the first submission to the last completion that was taken',
  parser: primitiveRecords(records, place),
})
