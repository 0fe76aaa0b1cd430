import { Type, type Verifier, verdictOf } from '@capbench/core'
import type { Area } from './area.ts'
import type { Operation } from './operations.ts'
import { count, exactly, hex, type Place, primitiveRecords, type RunOf, text, timed, word } from './records.ts'

const records = {
  /** Round trips of one operation, and the first and last of them: the answer to x is the complement of its bits. */
  reply: exactly({
    op: word,
    rounds: count,
    wrong: count,
    firstSent: hex,
    firstReply: hex,
    lastSent: hex,
    lastReply: hex,
  }),
  /** A capability that was handed over: which object it names on either side, and whether the sender still holds it. */
  transfer: exactly({
    mode: Type.Union([Type.Literal('copy'), Type.Literal('move')]),
    sent: text,
    received: text,
    senderHolds: Type.Boolean(),
  }),
} as const
type Run = RunOf<typeof records>

const operations = [
  {
    name: 'endpoint_rtt',
    mechanism: 'CALL, RECV, RETURN between two processes by way of the scheduler',
    subsystem: 'endpoint',
    beside: { intent: 'pipe.rtt', difference: 'One call carries question and answer, two pipes one message each.' },
  },
  {
    name: 'endpoint_rtt_handoff',
    mechanism: 'the same where the CPU is handed over directly',
    subsystem: 'direct_handoff',
    beside: { none: 'Linux hands no CPU over with a message.' },
  },
  {
    name: 'endpoint_rtt_capcopy',
    mechanism: 'CALL that copies a capability to the other side',
    subsystem: 'endpoint',
    beside: { intent: 'unix.fdpass', difference: 'The copy is dropped on the other side instead of handed back.' },
  },
  {
    name: 'endpoint_rtt_capmove',
    mechanism: 'CALL that moves a capability, RETURN that moves it back',
    subsystem: 'endpoint',
    beside: { intent: 'unix.fdpass', difference: 'capOS moves the handle, Linux copies it and the sender closes it.' },
  },
] as const satisfies readonly Operation[]

const mask = 2n ** 64n - 1n
/** The answer that the other side owes. */
const answerTo = (sent: string): string => (BigInt(`0x${sent}`) ^ mask).toString(16).padStart(16, '0')

const ipcConditions = [
  {
    name: 'replies-match',
    version: 1,
    judge: ({ own, batches }) => {
      const ops = [...new Set(batches.map(({ op }) => op))]
      const silent = ops.find((op) => !own.reply.some((reply) => reply.op === op))
      const wrong = own.reply.find(
        ({ op, rounds, wrong: lost, firstSent, firstReply, lastSent, lastReply }) =>
          rounds !== timed({ batches }, op) ||
          lost > 0 ||
          firstReply !== answerTo(firstSent) ||
          lastReply !== answerTo(lastSent),
      )
      const said =
        wrong && `${wrong.op}: ${wrong.wrong} of ${wrong.rounds} wrong, ${wrong.lastSent} got ${wrong.lastReply}`
      return verdictOf({ 'reply payload': silent === undefined ? said : `nobody checked the replies of ${silent}` })
    },
  },
  {
    name: 'transferred-identity',
    version: 1,
    judge: ({ own, batches }) => {
      const modes = { endpoint_rtt_capcopy: 'copy', endpoint_rtt_capmove: 'move' } as const
      const missing = Object.entries(modes).find(
        ([op, mode]) => batches.some((batch) => batch.op === op) && !own.transfer.some((each) => each.mode === mode),
      )
      const other = own.transfer.find(({ sent, received }) => sent === '' || sent !== received)
      const held = own.transfer.find(({ mode, senderHolds }) => senderHolds !== (mode === 'copy'))
      return verdictOf({
        'a transfer for each mode': missing && `no ${missing[1]} was reported`,
        'transferred-cap identity': other && `${other.sent} was sent, ${other.received} arrived`,
        'holder after the transfer':
          held && `after a ${held.mode} the sender ${held.senderHolds ? 'holds' : 'lost'} it`,
      })
    },
  },
] as const satisfies readonly Verifier<Run>[]

export const ipcArea = (place: Place): Area<Run> => ({
  name: 'capos-ipc',
  row: { area: 'IPC', condition: 'reply payload and transferred-cap identity match oracle' },
  operations,
  conditions: ipcConditions,
  terms: ['process.spawn'],
  timedRegion: 'batches of round trips, from the first CALL to the last RETURN that was taken',
  parser: primitiveRecords(records, place),
})
