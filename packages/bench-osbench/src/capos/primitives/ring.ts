import { type Verifier, verdictOf } from '@capbench/core'
import type { Area } from './area.ts'
import type { Operation } from './operations.ts'
import { count, exactly, type Place, primitiveRecords, type RunOf, timed, word } from './records.ts'

const records = {
  /**
   * Completions of one operation: submitted, completed, with the result that was expected and another, completions
   * that found the queue full, and records that the log dropped.
   */
  cqe: exactly({ op: word, submitted: count, completed: count, wrong: count, overflows: count, dropped: count }),
} as const
type Run = RunOf<typeof records>

const nullCap = { conditions: ['measure_kernel'], subsystem: 'null_cap' } as const
const operations = [
  {
    name: 'ring_entry',
    mechanism: 'CAP_OP_NOP, cap_enter(1, 0)',
    subsystem: 'ring',
    beside: { intent: 'syscall.null', difference: 'A ring operation is validated and completed besides the entry.' },
  },
  {
    name: 'ring_entry_batch16',
    mechanism: 'sixteen CAP_OP_NOP, cap_enter(16, 0)',
    subsystem: 'ring',
    beside: { intent: 'uring.nop_batch16', difference: 'Sixteen fill the ring of capOS and not that of io_uring.' },
  },
  {
    name: 'cap_call_null',
    mechanism: 'CALL of the empty method of NullCap',
    beside: { none: 'Linux has no object with an empty method.' },
    ...nullCap,
  },
  {
    name: 'cap_call_payload',
    mechanism: 'CALL of NullCap with a small payload',
    beside: { none: 'Linux has no object with an empty method.' },
    ...nullCap,
  },
  {
    name: 'cqe_post',
    mechanism: 'the part of an operation that posts its completion, by the counters of the kernel',
    subsystem: 'measure_segments',
    conditions: ['measure_kernel'],
    beside: { none: 'A part of an operation, seen from inside the kernel alone.' },
  },
] as const satisfies readonly Operation[]

/** Most records that a log may drop in a run; each is one completion that nobody saw. */
const mostDropped = 0

const completions = (name: string, fault: (cqe: Run['own']['cqe'][number]) => string | undefined): Verifier<Run> => ({
  name,
  version: 1,
  judge: ({ own }) => verdictOf({ [name]: own.cqe.map(fault).find((found) => found !== undefined) }),
})

const ringConditions = [
  {
    name: 'completions-of-every-operation',
    version: 1,
    judge: ({ own, batches }) => {
      const seen = [...new Set(batches.map(({ op }) => op))]
      const without = seen.find((op) => own.cqe.filter((cqe) => cqe.op === op).length !== 1)
      const fewer = own.cqe.find(({ op, submitted }) => submitted !== timed({ batches }, op))
      const counted = fewer && `${fewer.submitted} ${fewer.op} were submitted, ${timed({ batches }, fewer.op)} timed`
      return verdictOf({
        'completions of every operation': without === undefined ? counted : `${without} has no one record of them`,
      })
    },
  },
  completions('expected-results', ({ op, submitted, completed, wrong }) =>
    completed === submitted && wrong === 0
      ? undefined
      : `${op}: ${submitted} submitted, ${completed} completed, ${wrong} with another result`,
  ),
  completions('no-overflow', ({ op, overflows }) =>
    overflows === 0 ? undefined : `${op}: the completion queue was full ${overflows} times`,
  ),
  completions('bounded-drops', ({ op, dropped }) =>
    dropped <= mostDropped ? undefined : `${op}: ${dropped} records were dropped, ${mostDropped} may be`,
  ),
] as const satisfies readonly Verifier<Run>[]

export const ringArea = (place: Place): Area<Run> => ({
  name: 'capos-ring',
  row: { area: 'Ring transport', condition: 'expected CQE result, no overflow, bounded dropped count' },
  operations,
  conditions: ringConditions,
  terms: [],
  timedRegion: 'batches of operations, from the first submission to the last completion that was taken',
  parser: primitiveRecords(records, place),
})
