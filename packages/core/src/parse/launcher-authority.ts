import { Check, Errors } from 'typebox/value'
import {
  type AuthorityRecord,
  authorityRecords,
  type ObservedRecord,
  type StatsRecord,
  ViolationRecord,
} from '../authority/records.ts'
import { type Probe, probesOf } from './launcher-probes.ts'
import { parseStream, type StreamRecord } from './stream.ts'

/** What the launcher did and saw of the authority of the program that it started. */
export interface LauncherAuthority {
  readonly authority: AuthorityRecord
  readonly probes: readonly Probe[]
  /** One for each hold that there was, at most. */
  readonly observed: readonly ObservedRecord[]
  readonly violation: ViolationRecord | undefined
  readonly stats: readonly StatsRecord[]
}

type Kind = keyof typeof authorityRecords
export const isAuthorityRecord = ({ type }: Pick<StreamRecord, 'type'>): boolean =>
  Object.hasOwn(authorityRecords, type)

/** The order in which the records come: nothing twice, the second hold after the first. */
const order = new RegExp(
  '^begin system program(?: authority(?: probes)*(?: observed){0,2}(?: started)?(?: stats)*(?: violation)?)?' +
    ' exited(?: stats)* end$',
)

/** What is wrong with the order of the records of a launcher's report that has these; undefined where nothing is. */
export function orderFault(records: readonly StreamRecord[]): string | undefined {
  const types = records.map(({ type }) => type).join(' ')
  return order.test(types)
    ? undefined
    : `authority, probes, observed, started, stats, violation, exited, stats were wanted in this order, ${types} came`
}

/**
 * The part of a launcher's report that tells of authority; undefined where it was given no profile.
 *
 * @returns why the report is void, as text
 */
export function authorityOf(records: readonly StreamRecord[]): LauncherAuthority | undefined | string {
  const own = records.filter(isAuthorityRecord)
  for (const { type, value, seq } of own) {
    const schema = authorityRecords[type as Kind]
    if (Check(schema, value)) continue
    const [first] = Errors(schema, value)
    return `record ${seq} (${type}) does not fit its schema at ${first?.instancePath || '/'}: ${first?.message ?? ''}`
  }
  const values = <T>(type: Kind) => own.filter((record) => record.type === type).map(({ value }) => value as T)
  const [authority] = values<AuthorityRecord>('authority')
  if (authority === undefined) return own.length === 0 ? undefined : 'it tells of authority without its first record'
  const observed = values<ObservedRecord>('observed')
  if (observed.map(({ hold }) => hold).join() === 'after-exec,before-exec' || twice(observed))
    return 'its holds are not before-exec and then after-exec, each once'
  const probes = probesOf(values('probes'))
  if (typeof probes === 'string') return probes
  const [violation] = values<ViolationRecord>('violation')
  return { authority, probes, observed, violation, stats: values('stats') }
}

const twice = ([first, second]: readonly ObservedRecord[]) => first !== undefined && first.hold === second?.hold

/** The violation that a report names, be the rest of it as torn as it may: what makes a run worse needs no proof. */
export function violationIn(bytes: Uint8Array, nonce: string): ViolationRecord | undefined {
  const found = parseStream(bytes, { nonce }).records.find(({ type }) => type === 'violation')?.value
  return Check(ViolationRecord, found) ? found : undefined
}
