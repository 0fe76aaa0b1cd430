import type { Static, TObject } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { BundleRecord } from '../authority/capos/manifest.ts'
import { nameSchema } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import { refuseUnknownOptions } from '../options.ts'
import { protocol } from '../protocol/grammar.ts'
import { parseStream } from './stream.ts'
import type { Parser } from './transcript.ts'

/** The records of one run, by type, in the order in which they came. */
export type RecordsOf<R extends Readonly<Record<string, TObject>>> = {
  readonly [Type in keyof R]: readonly Static<R[Type]>[]
}

/** Records that the protocol itself defines. `begin` is for people, and `end` has been checked with the stream. */
const reserved: Readonly<Record<(typeof protocol.reserved)[number] | 'bundle', TObject>> = {
  begin: Type.Object({}),
  mark: Type.Object({ region: nameSchema, edge: Type.Union([Type.Literal('begin'), Type.Literal('end')]) }),
  end: Type.Object({}),
  /** The capabilities that a program on capOS found itself with; read with the authority of the run. */
  bundle: BundleRecord,
}

/**
 * A parser of the guest protocol: every record, marks included, is checked against its schema, a type that is not
 * declared voids the run.
 *
 * `observe` shapes the records into what verifier and metrics read; it may refine but must not judge.
 */
export function framed<const R extends Readonly<Record<string, TObject>>, O>(spec: {
  readonly version: number
  readonly records: R
  /**
   * Where the records are: on a channel of their own (`records`, the default), where nothing else may stand, or on the
   * `console` of a machine that has no other, where lines that are no records are passed over.
   */
  readonly from?: 'records' | 'console'
  /**
   * `given` (the default): records carry the nonce of their run. `none`: the system cannot be told one, and they carry
   * `-`; the name of the format then says so.
   */
  readonly nonce?: 'given' | 'none'
  readonly observe: (records: RecordsOf<R>) => O
}): Parser<O> {
  refuseUnknownOptions('framed', spec, ['version', 'records', 'from', 'nonce', 'observe'])
  const { from = 'records', nonce = 'given' } = spec
  const foreign = from === 'records' ? 'refuse' : 'ignore'
  return {
    format: `framed/${protocol.version}${nonce === 'given' ? '' : '-without-nonce'}`,
    version: spec.version,
    parse: (transcript) => {
      const wanted = nonce === 'given' ? transcript.nonce : protocol.nonce.none
      const stream = parseStream(transcript.channel(from), { nonce: wanted, foreign })
      if (!stream.ok) return { complete: false, lost: stream.lost }
      const byType: Record<string, unknown[]> = Object.fromEntries(Object.keys(spec.records).map((type) => [type, []]))
      for (const record of stream.records) {
        const schemas: Readonly<Record<string, TObject>> = Object.hasOwn(reserved, record.type)
          ? reserved
          : spec.records
        const schema = Object.hasOwn(schemas, record.type) ? schemas[record.type] : undefined
        if (schema === undefined) {
          return { complete: false, lost: `record ${record.seq} has the undeclared type "${record.type}"` }
        }
        if (!Check(schema, record.value)) {
          const [first] = Errors(schema, record.value)
          const where = first === undefined ? '' : ` at ${first.instancePath || '/'}: ${first.message}`
          return { complete: false, lost: `record ${record.seq} (${record.type}) does not fit its schema${where}` }
        }
        if (schemas === spec.records) byType[record.type]?.push(record.value)
      }
      return { complete: true, observation: spec.observe(byType as RecordsOf<R>) }
    },
  }
}
