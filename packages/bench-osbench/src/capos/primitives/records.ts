import { framed, type Parser, Type } from '@capbench/core'

/** Numbers of records: whole, and exact in JSON. */
export const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const word = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' })
export const text = Type.String({ maxLength: 512 })
/** 64 bits as 16 hexadecimal digits. */
export const hex = Type.String({ pattern: '^[0-9a-f]{16}$' })
/** A record with these members and no other. */
export const exactly = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

/** Records that every area has. */
const common = {
  /** Once: where the records come from. A fixture says that no system wrote it. */
  origin: exactly({ kind: Type.Union([Type.Literal('boot'), Type.Literal('fixture')]), says: text }),
  /** The system was asked whether it has something: what was tried, what came back. */
  probe: exactly({ subsystem: word, tried: text, came: text, there: Type.Boolean() }),
  /** `n` operations of one kind took so many cycles. */
  batch: exactly({ op: word, n: Type.Integer({ minimum: 1, maximum: 2 ** 40 }), cycles: count }),
  /** An attempt at what is not permitted, as `expectDenied` reads it. */
  denial: exactly({
    capability: word,
    method: word,
    outcome: Type.Union([Type.Literal('refused'), Type.Literal('answered')]),
    error: text,
  }),
} as const

type Records<R extends Readonly<Record<string, Type.TObject>>> = {
  readonly [K in keyof R]: readonly Type.Static<R[K]>[]
}

/** What every run of a primitive benchmark reports. */
export interface PrimitiveRun {
  readonly origins: Records<typeof common>['origin']
  readonly probes: Records<typeof common>['probe']
  readonly batches: Records<typeof common>['batch']
  readonly denials: Records<typeof common>['denial']
}

/** How many operations of a kind were timed: what a condition counts has to be all of them. */
export const timed = ({ batches }: Pick<PrimitiveRun, 'batches'>, op: string): number =>
  batches.reduce((sum, batch) => sum + (batch.op === op ? batch.n : 0), 0)

/** Where records are and whether they carry the nonce, as `framed` has it. */
export interface Place {
  readonly from?: 'records' | 'console'
  readonly nonce?: 'given' | 'none'
}

/** What a run of an area reports: the common part, and its own records by their types. */
export type RunOf<R extends Readonly<Record<string, Type.TObject>>> = PrimitiveRun & { readonly own: Records<R> }

/** Parser of an area: the common records and its own. A record that is neither voids the run. */
export function primitiveRecords<const R extends Readonly<Record<string, Type.TObject>>>(
  own: R,
  { from = 'console', nonce = 'none' }: Place,
): Parser<RunOf<R>> {
  const records: Readonly<Record<string, Type.TObject>> = { ...common, ...own }
  return framed({
    from,
    nonce,
    version: 1,
    records,
    observe: (said): RunOf<R> => {
      // The parser has checked each record against the schema under its name.
      const { origin, probe, batch, denial, ...rest } = said as Records<typeof common> & Records<R>
      return { origins: origin, probes: probe, batches: batch, denials: denial, own: rest as unknown as Records<R> }
    },
  })
}
