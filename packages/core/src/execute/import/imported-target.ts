import type { JsonObject } from '../../define/json.ts'
import type { Architecture, Subsystem, System } from '../../define/system.ts'
import type { ChannelName } from '../../protocol/grammar.ts'
import type { RunEnd } from '../../target/end.ts'
import type { Envelope, FaultPattern, Provenance, TargetFacts } from '../../target/facts.ts'
import type { Role, Target } from '../../target/target.ts'
import { describeTranscript, type ReadTranscript } from './transcripts.ts'

/** What somebody says of the system and the machine that a transcript comes from. Nothing of it is checked. */
export interface DeclaredEnvironment {
  /** Name of the target in the evidence. */
  readonly name: string
  readonly system: System
  readonly arch: Architecture
  readonly role: Role
  /** Who or what recorded it, and where it was found: `capOS target/smp-scale, commit 1234abc`. */
  readonly source: string
  /** When it was recorded, in UTC; null where nobody knows. */
  readonly recordedUtc: string | null
  readonly subsystems: readonly Subsystem[]
  /** Host CPUs that the runs could use. */
  readonly hostCpus: number
  readonly accelerator: 'kvm' | 'tcg' | 'none'
  /** What is not said is not known. */
  readonly envelope?: Partial<Envelope>
  /** Digests of kernel, image, manifest, as far as they are known. */
  readonly identity?: JsonObject
  readonly provenance?: Partial<Provenance>
  /** Text that means that the system broke. */
  readonly faults?: readonly FaultPattern[]
  /** Exit code of a clean end, where the format of the workload names none. Default 0. */
  readonly cleanExitCode?: number
}

const unknownEnvelope: Envelope = {
  emulator: null,
  emulatorVersion: null,
  machine: null,
  firmware: null,
  cpuModel: null,
  memoryBytes: null,
  guestTopology: null,
  accelerator: null,
  nesting: 'unknown',
  placement: { pinning: 'none', cpus: [], others: [] },
  disk: null,
  network: null,
  hostCpuModel: null,
}

/** A target that runs nothing: each run gets the transcripts of its case, one after the other. */
export function importedTarget(declared: DeclaredEnvironment, transcripts: readonly ReadTranscript[]): Target {
  const waiting = [...transcripts]
  return {
    name: declared.name,
    system: declared.system,
    arch: declared.arch,
    role: declared.role,
    requires: [],
    chosen: { imported: true },
    prepare: async ({ environment }) => {
      await environment('imported', () => ({
        schema: 'capbench.imported/1',
        source: declared.source,
        recordedUtc: declared.recordedUtc,
        importedUtc: new Date().toISOString(),
        transcripts: transcripts.map(describeTranscript),
      }))
      return factsOf(declared)
    },
    execute: async ({ benchmark, caseName }, sink): Promise<RunEnd> => {
      const at = waiting.findIndex((each) => each.benchmark === benchmark && each.case === caseName)
      const [transcript] = at < 0 ? [] : waiting.splice(at, 1)
      if (transcript === undefined) {
        const detail = `no transcript of ${benchmark} ${caseName} was imported`
        return {
          end: 'launch-failed',
          phase: 'launch',
          exit: { kind: 'not-started', code: 'NONE', message: detail },
          detail,
        }
      }
      for (const { name, bytes } of transcript.channels) sink.write(name as ChannelName, bytes)
      for (const { name, bytes } of transcript.artifacts) sink.artifact(name, bytes)
      const detail = 'The exit code is what the importer said.'
      return { end: 'finished', phase: 'exit', exit: { kind: 'exited', code: transcript.exitCode }, detail }
    },
  }
}

function factsOf(declared: DeclaredEnvironment): TargetFacts {
  const envelope = { ...unknownEnvelope, accelerator: declared.accelerator, ...declared.envelope }
  return {
    schema: 'capbench.target/1',
    name: declared.name,
    arch: declared.arch,
    subsystems: [...declared.subsystems],
    unmet: [],
    cpus: Array.from({ length: declared.hostCpus }, (_, cpu) => cpu),
    pinning: envelope.placement.pinning,
    accelerator: declared.accelerator,
    nesting: envelope.nesting,
    envelope,
    declared: Object.keys(envelope),
    identity: declared.identity ?? {},
    provenance: { source: null, commit: null, dirty: null, build: null, ...declared.provenance },
    cleanExit: { code: declared.cleanExitCode ?? 0, launcher: false },
    faults: [...(declared.faults ?? [])],
    authority: 'unenforced',
    notes: [],
    imported: true,
  }
}
