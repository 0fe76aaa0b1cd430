import type { Static, TObject } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { protocol } from '../protocol/grammar.ts'
import { parseStream } from './stream.ts'
import type { Parser } from './transcript.ts'

/** The records of one run, by type, in the order in which they came. */
export type RecordsOf<R extends Readonly<Record<string, TObject>>> = {
  readonly [Type in keyof R]: readonly Static<R[Type]>[]
}

/**
 * A parser of the guest protocol: every record is checked against its schema, a type that is not declared voids the
 * run.
 *
 * `observe` shapes the records into what verifier and metrics read; it may refine but must not judge.
 */
export function framed<const R extends Readonly<Record<string, TObject>>, O>(spec: {
  readonly version: number
  readonly records: R
  readonly observe: (records: RecordsOf<R>) => O
}): Parser<O> {
  return {
    format: `framed/${protocol.version}`,
    version: spec.version,
    parse: (transcript) => {
      const stream = parseStream(transcript.channel('records'), { nonce: transcript.nonce })
      if (!stream.ok) return { complete: false, lost: stream.lost }
      const byType: Record<string, unknown[]> = Object.fromEntries(Object.keys(spec.records).map((type) => [type, []]))
      for (const record of stream.records) {
        if ((protocol.reserved as readonly string[]).includes(record.type)) continue
        const schema = Object.hasOwn(spec.records, record.type) ? spec.records[record.type] : undefined
        const list = byType[record.type]
        if (schema === undefined || list === undefined) {
          return { complete: false, lost: `record ${record.seq} has the undeclared type "${record.type}"` }
        }
        if (!Check(schema, record.value)) {
          const [first] = Errors(schema, record.value)
          const where = first === undefined ? '' : ` at ${first.instancePath || '/'}: ${first.message}`
          return { complete: false, lost: `record ${record.seq} (${record.type}) does not fit its schema${where}` }
        }
        list.push(record.value)
      }
      return { complete: true, observation: spec.observe(byType as RecordsOf<R>) }
    },
  }
}
