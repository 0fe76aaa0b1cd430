import type { Static, TObject } from 'typebox'
import { hex64 } from '../define/schema.ts'
import { Type } from '../define/type.ts'

const integer = Type.Integer({ minimum: 0 })
const errno = Type.Union([Type.String({ pattern: '^E[A-Z0-9]{1,15}$' }), Type.Null()])
/** A set of capabilities as the kernel prints it. */
const capabilitySet = Type.String({ pattern: '^[0-9a-f]{16}$' })
const own = Type.Enum(['own', 'shared'])

/** What the launcher was told to grant, and what it did about it: one record a run, before the program is there. */
export const AuthorityRecord = Type.Object({
  terms: Type.Array(Type.String()),
  isolation: Type.Enum(['namespaces', 'user-namespace', 'none']),
  /** In the order of trial; `errno` where the host refused the step. */
  steps: Type.Array(Type.Object({ step: Type.String({ minLength: 1 }), errno })),
  /** Digest of the bytes of the filter's program; null where none was installed. */
  filter: Type.Union([Type.Null(), Type.Object({ instructions: integer, sha256: hex64 })]),
})
export type AuthorityRecord = Static<typeof AuthorityRecord>

/**
 * Calls that were tried under the same sandbox and filter, each by the term that would permit it and is not granted,
 * and what came of all of them alike. One record for each different outcome, since a record for each call would be
 * most of the report.
 */
export const ProbesRecord = Type.Object({
  /** `absent`: this kernel does not have the calls at all. */
  outcome: Type.Enum(['denied', 'allowed', 'absent']),
  by: Type.Enum(['filter', 'kernel', 'none']),
  /** Null where the calls went through. */
  errno,
  calls: Type.Record(Type.String({ pattern: '^.+$' }), Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$' }), {
    minProperties: 1,
    additionalProperties: false,
  }),
})
export type ProbesRecord = Static<typeof ProbesRecord>

/** The program's process as the supervisor reads it from outside, while it is held. */
export const ObservedRecord = Type.Object({
  hold: Type.Enum(['before-exec', 'after-exec']),
  /** Real, effective, saved and of the file system. */
  uid: Type.Array(integer, { minItems: 4, maxItems: 4 }),
  gid: Type.Array(integer, { minItems: 4, maxItems: 4 }),
  groups: Type.Array(integer),
  capabilities: Type.Object({
    inheritable: capabilitySet,
    permitted: capabilitySet,
    effective: capabilitySet,
    bounding: capabilitySet,
    ambient: capabilitySet,
  }),
  noNewPrivs: Type.Boolean(),
  /** Mode of the filter as the kernel numbers it: 0 none, 1 strict, 2 filter. */
  seccomp: Type.Integer({ minimum: 0, maximum: 2 }),
  filters: integer,
  /** Null where the kernel does not print the line. */
  speculation: Type.Object({
    storeBypass: Type.Union([Type.String(), Type.Null()]),
    indirectBranch: Type.Union([Type.String(), Type.Null()]),
  }),
  namespaces: Type.Object({
    mnt: own,
    net: own,
    ipc: own,
    pid: own,
    uts: own,
    cgroup: own,
    user: own,
    time: own,
  }),
  /** `<mount point> <options> <type>`: `/ ro,nosuid,nodev,noexec tmpfs`. */
  mounts: Type.Array(Type.String()),
  descriptors: Type.Array(Type.Object({ fd: integer, is: Type.String() })),
  /** Entries that found no room in the line; absent where all did. */
  omitted: Type.Optional(Type.Object({ mounts: integer, descriptors: integer })),
  /** Digest of the file that is executed; null where it could not be read. */
  executable: Type.Union([hex64, Type.Null()]),
  threads: integer,
  cpus: Type.Array(integer),
})
export type ObservedRecord = Static<typeof ObservedRecord>

/** The call for which the program was ended, before it had any effect, as the kernel named it to the supervisor. */
export const ViolationRecord = Type.Object({
  call: Type.String({ minLength: 1 }),
  number: Type.Integer(),
  abi: Type.String({ minLength: 1 }),
  /** Terms any of which would have granted it; empty where none does. */
  terms: Type.Array(Type.String()),
  args: Type.Array(Type.String({ pattern: '^0x[0-9a-f]{1,16}$' }), { maxItems: 6 }),
  ip: Type.String({ pattern: '^0x[0-9a-f]{1,16}$' }),
})
export type ViolationRecord = Static<typeof ViolationRecord>

/** A counter file of the kernel, read by the supervisor around the program's life; only of granted sources. */
export const StatsRecord = Type.Object({
  source: Type.String({ minLength: 1 }),
  when: Type.Enum(['before', 'after']),
  text: Type.String(),
  /** From 0, where one line does not hold the text. */
  part: Type.Optional(integer),
})
export type StatsRecord = Static<typeof StatsRecord>

/** The records that the launcher adds where it was given a profile, by type. */
export const authorityRecords = {
  authority: AuthorityRecord,
  probes: ProbesRecord,
  observed: ObservedRecord,
  violation: ViolationRecord,
  stats: StatsRecord,
} as const satisfies Readonly<Record<string, TObject>>
