import { defineAuthorityProfile } from '@capbench/core'
import { sandboxReport } from '@capbench/core/testing'
import type { AuthorityProfile } from '../../../src/authority/profile.ts'
import type { JsonObject } from '../../../src/define/json.ts'
import { parseLauncher } from '../../../src/parse/launcher.ts'
import type { ProtocolRecord } from '../../../src/protocol/record.ts'
import { authorityOfRun } from '../../../src/verify/authority/run-authority.ts'
import type { FinishedRun } from '../../../src/verify/finished-run.ts'
import { program } from '../../pipeline/toy.ts'

/** Reports by hand, in the form of the launcher's records; no launcher wrote them. */
const modest = defineAuthorityProfile({ name: 'modest', terms: ['cpu', 'clock.monotonic', 'process.spawn'] })
export const unfiltered = defineAuthorityProfile({ ...modest, name: 'unfiltered', posture: { filter: false } })

const nonces = { nonce: 'a'.repeat(32), launcherNonce: 'b'.repeat(32) }
export type Change = (records: readonly ProtocolRecord[]) => readonly ProtocolRecord[]

/** What is made of a report that was changed in one way. */
export function judged(change: Change = (records) => records, profile: AuthorityProfile = modest) {
  const request = { ...nonces, vcpus: 1, work: { form: 'program', program, args: [] }, authority: profile } as const
  return judgedBytes(sandboxReport(request, change), profile)
}

export function judgedBytes(launcher: Uint8Array, profile: AuthorityProfile = modest) {
  const run = { record: nonces, channel: () => launcher } as unknown as FinishedRun
  const report = parseLauncher(launcher, nonces.launcherNonce)
  const expected = { profile, system: 'linux', programSha256: program.manifest.sha256 } as const
  const facts = { cleanExit: { code: 0, launcher: true } }
  return { report, ...authorityOfRun(run, report, { ...expected, facts }) }
}

export const edited =
  (type: string, edit: (value: JsonObject) => JsonObject): Change =>
  (records) =>
    records.map((record) => (record.type === type ? { type, value: edit(record.value) } : record))
export const patched = (type: string, patch: JsonObject): Change => edited(type, (value) => ({ ...value, ...patch }))
export const without =
  (...types: readonly string[]): Change =>
  (records) =>
    records.filter(({ type }) => !types.includes(type))
/** Puts a record before the first one of a type. */
export const preceding =
  (type: string, record: ProtocolRecord): Change =>
  (records) => {
    const at = records.findIndex((each) => each.type === type)
    return [...records.slice(0, at), record, ...records.slice(at)]
  }
export const all =
  (...changes: readonly Change[]): Change =>
  (records) =>
    changes.reduce((changed, change) => change(changed), records)
const changed =
  (each: (record: ProtocolRecord) => readonly ProtocolRecord[]): Change =>
  (records) =>
    records.flatMap(each)
/** Another outcome of one probe, or another call. */
export const probing = (term: string, patch: JsonObject): Change =>
  changed((record) => {
    const { calls, ...verdict } = record.value
    if (record.type !== 'probes' || typeof calls !== 'object' || calls === null) return [record]
    const { [term]: call, ...others } = calls as JsonObject
    if (call === undefined) return [record]
    return [
      { type: 'probes', value: { ...verdict, calls: others } },
      { type: 'probes', value: { ...verdict, calls: { [term]: call }, ...patch } },
    ]
  })
export const refusing = (step: string, errno: string): Change =>
  edited('authority', (value) => ({ ...value, steps: [...(value.steps as readonly JsonObject[]), { step, errno }] }))
