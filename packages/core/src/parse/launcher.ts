import type { Static } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { hex64 } from '../define/schema.ts'
import { Type } from '../define/type.ts'
import { authorityOf, isAuthorityRecord, type LauncherAuthority, orderFault } from './launcher-authority.ts'
import { parseStream } from './stream.ts'

const integer = Type.Integer({ minimum: 0 })
const Launched = Type.Object({
  system: Type.Object({
    sysname: Type.String(),
    release: Type.String(),
    version: Type.String(),
    machine: Type.String(),
    cpusOnline: integer,
    clocksource: Type.String(),
    cmdline: Type.String(),
    /** When init began, on the clock of the kernel's messages and on CLOCK_MONOTONIC; only in a guest of ours. */
    boot: Type.Optional(Type.Union([Type.Null(), Type.Object({ kernelNs: integer, monotonicNs: integer })])),
  }),
  program: Type.Object({ name: Type.String(), sha256: hex64, bytes: integer }),
  /** Absent only where the program was ended while it was held. */
  started: Type.Optional(Type.Object({ pid: integer, monotonicNs: integer, cpus: Type.Array(integer) })),
  exited: Type.Object({
    code: Type.Union([integer, Type.Null()]),
    signal: Type.Union([integer, Type.Null()]),
    monotonicNs: integer,
    userNs: integer,
    systemNs: integer,
    maxRssKiB: integer,
    voluntarySwitches: integer,
    involuntarySwitches: integer,
    leftover: integer,
    /** Affinity of the main thread when it had ended; empty where the kernel did not say. */
    cpus: Type.Array(integer),
  }),
})
const LaunchError = Type.Object({ step: Type.String(), errno: integer, message: Type.String() })

/** What the launcher saw of the program: which bytes ran, on which CPUs, and how they ended. */
export type LauncherReport =
  | ({
      readonly ok: true
      readonly kind: 'ran'
      /** Undefined where the launcher was given no profile: then nothing was enforced, and nothing observed. */
      readonly authority: LauncherAuthority | undefined
    } & Static<typeof Launched>)
  | ({ readonly ok: true; readonly kind: 'error' } & Static<typeof LaunchError>)
  | { readonly ok: false; readonly lost: string }

/** Reads the channel `launcher`. */
export function parseLauncher(bytes: Uint8Array, nonce: string): LauncherReport {
  const stream = parseStream(bytes, { nonce })
  if (!stream.ok) return { ok: false, lost: stream.lost }
  const error = stream.records.find(({ type }) => type === 'error')?.value
  if (error !== undefined) {
    if (!Check(LaunchError, error)) return { ok: false, lost: 'its error record does not fit the schema' }
    return { ok: true, kind: 'error', ...error }
  }
  const wanted = ['begin', 'system', 'program', 'started', 'exited', 'end']
  const plain = stream.records.filter((record) => !isAuthorityRecord(record))
  const types = plain.map(({ type }) => type)
  const isHeld = plain.length < stream.records.length && !types.includes('started')
  if (types.join() !== wanted.filter((type) => !(isHeld && type === 'started')).join()) {
    return { ok: false, lost: `the records ${wanted.join(', ')} were wanted, ${types.join(', ')} came` }
  }
  const report = Object.fromEntries(plain.map(({ type, value }) => [type, value]))
  if (!Check(Launched, report)) {
    const [first] = Errors(Launched, report)
    return { ok: false, lost: `${first?.instancePath ?? ''}: ${first?.message ?? 'does not fit the schema'}` }
  }
  const authority = authorityOf(stream.records)
  const fault = typeof authority === 'string' ? authority : authority && orderFault(stream.records)
  if (typeof authority === 'string' || fault !== undefined) return { ok: false, lost: fault ?? '' }
  return { ok: true, kind: 'ran', ...report, authority }
}
