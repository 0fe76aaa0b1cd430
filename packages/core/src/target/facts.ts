import { json, nameSchema } from '../define/schema.ts'
import { Type } from '../define/type.ts'

/** A need of a target that the host does not meet. Its rows are `unsupported: missing_prerequisite`. */
export const UnmetNeed = Type.Object({
  /** What was wanted, e.g. `qemu-system-x86_64`. */
  need: Type.String({ minLength: 1 }),
  /** What came instead. */
  detail: Type.String(),
  /** What a person can do about it. */
  remedy: Type.String(),
})
export type UnmetNeed = Type.Static<typeof UnmetNeed>

/** How a run that finished for certain ends. Exit code 0 of a machine emulator alone proves nothing. */
export const CleanExit = Type.Object({
  code: Type.Integer({ minimum: 0, maximum: 255 }),
  /** True where `capbench-launch` reports on the channel `launcher`: its records are then demanded and checked. */
  launcher: Type.Boolean(),
  /**
   * The reason of QEMU's event SHUTDOWN that must have been seen as well, where the code alone proves nothing:
   * `guest-shutdown` of a guest that switches itself off, `host-qmp-quit` of one that the driver ends after the last
   * step of its dialogue.
   */
  shutdown: Type.Optional(Type.Enum(['guest-shutdown', 'host-qmp-quit'])),
})
export type CleanExit = Type.Static<typeof CleanExit>

/** Text that means the system under test broke. Literal text, not a regular expression. */
export const FaultPattern = Type.Object({
  /** A channel, or `artifacts/<name>` for a file that a harness left behind. */
  channel: Type.String(),
  text: Type.String({ minLength: 4 }),
  reason: Type.Enum(['guest_panic', 'guest_fault']),
})
export type FaultPattern = Type.Static<typeof FaultPattern>

/** Where a build comes from. Unknown is said as `null` and keeps the class of a subject at informational. */
export const Provenance = Type.Object({
  source: Type.Union([Type.String(), Type.Null()]),
  commit: Type.Union([Type.String(), Type.Null()]),
  dirty: Type.Union([Type.Boolean(), Type.Null()]),
  build: Type.Union([Type.String(), Type.Null()]),
})
export type Provenance = Type.Static<typeof Provenance>

const nullableText = Type.Union([Type.String(), Type.Null()])

/**
 * What must be equal for a ratio between systems, less the vCPU count, which the case gives. `null` is: not known, and
 * equal to nothing; what a target does not have at all is `none`.
 */
export const Envelope = Type.Object({
  emulator: nullableText,
  emulatorVersion: nullableText,
  /** QEMU machine type. */
  machine: nullableText,
  firmware: nullableText,
  cpuModel: nullableText,
  memoryBytes: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  guestTopology: nullableText,
  /** As the emulator is told: `kvm`, `tcg,thread=multi`. */
  accelerator: nullableText,
  nesting: Type.Enum(['bare', 'nested', 'unknown']),
  placement: Type.Object({
    pinning: Type.Enum(['process', 'per-vcpu', 'none']),
    cpus: Type.Array(Type.Integer({ minimum: 0 })),
    /** CPUs of the emulator's threads that are no vCPU; `cpus` where nothing keeps them apart. */
    others: Type.Array(Type.Integer({ minimum: 0 })),
  }),
  disk: nullableText,
  network: nullableText,
  hostCpuModel: nullableText,
})
export type Envelope = Type.Static<typeof Envelope>
/** A field of the envelope. */
export type EnvelopeField = keyof Envelope

/**
 * What a target found out about itself before the first run; stored as `env/target-<name>.json`.
 * Facts are observed; what the caller chose stands in `config.json`.
 */
export const TargetFacts = Type.Object({
  schema: Type.Literal('capbench.target/1'),
  name: nameSchema,
  arch: Type.Enum(['x86_64', 'aarch64']),
  /** What the system offers; a benchmark's `requires` is checked against it. */
  subsystems: Type.Array(Type.String()),
  unmet: Type.Array(UnmetNeed),
  /** Host CPUs that runs may use: the pin set, else the allowed set. */
  cpus: Type.Array(Type.Integer({ minimum: 0 })),
  /** `process`: the whole process is pinned to `cpus`; `none`: not pinned. */
  pinning: Type.Enum(['process', 'per-vcpu', 'none']),
  /** `native` where there is no virtual machine. */
  accelerator: Type.Enum(['kvm', 'tcg', 'native', 'none']),
  /** Is the host itself a virtual machine? `unknown` is an answer. */
  nesting: Type.Enum(['bare', 'nested', 'unknown']),
  envelope: Envelope,
  /** Memory that a run can have, where that is less than what the envelope says: all that is in reach, or granted. */
  usableMemoryBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Parts of the envelope that somebody said and nobody observed; they lower the class. */
  declared: Type.Array(Type.String()),
  /** Machines that a run boots, where the target says so and did not start them itself. */
  boots: Type.Optional(Type.Literal(1)),
  /** What differs between systems by nature: digests of kernel, image, manifest. */
  identity: json,
  provenance: Provenance,
  cleanExit: CleanExit,
  faults: Type.Array(FaultPattern),
  /**
   * `enforced` only where a target holds its runs to a declared authority profile. Where `capbench-launch` reports, its
   * records of each run decide instead, and this says nothing.
   */
  authority: Type.Enum(['enforced', 'unenforced', 'no-isolation-boundary']),
  /** Features that the image was built with, beyond an ordinary build: `measure`. */
  features: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
  /** What the system's manifest grants its workload, as it was exported; checked against the profile of each row. */
  manifest: Type.Optional(json),
  /** Printed with every result of the target: `kernel-not-locked`, ... */
  notes: Type.Array(Type.String()),
  /** Nothing ran: transcripts and facts are what somebody brought along. */
  imported: Type.Optional(Type.Literal(true)),
})
export type TargetFacts = Type.Static<typeof TargetFacts>
