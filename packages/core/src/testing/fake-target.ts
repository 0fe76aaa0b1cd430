import type { System } from '../define/system.ts'
import { CapbenchError } from '../error.ts'
import { encodeStream, type ProtocolRecord } from '../protocol/record.ts'
import type { RunEnd } from '../target/end.ts'
import type { HostEvent } from '../target/events.ts'
import type { Envelope, TargetFacts } from '../target/facts.ts'
import type { Role, RunRequest, Target } from '../target/target.ts'

/** What a fake run yields: bytes by channel and how the run ends. */
export interface FakeRun {
  readonly records?: Uint8Array
  readonly console?: Uint8Array
  /** Default: a whole launcher report of a program that exited 0. */
  readonly launcher?: Uint8Array
  /** What the host saw: lines of `host.jsonl`. */
  readonly events?: readonly HostEvent[]
  readonly end?: Partial<RunEnd>
}

/**
 * A target without a machine: nothing runs, `play` writes the transcript. For tests of the pipeline and of plugins'
 * parsers and verifiers; its results are labelled `fixture` and are evidence of nothing.
 */
export function fakeTarget<const N extends string, const S extends System = 'linux'>(spec: {
  readonly name: N
  readonly system?: S
  readonly role?: Role
  readonly facts?: Partial<TargetFacts>
  readonly play: (request: RunRequest, runsSoFar: number) => FakeRun | Promise<FakeRun>
}): Target<N, S> {
  let runs = 0
  return {
    name: spec.name,
    system: spec.system ?? ('linux' as S),
    arch: 'x86_64',
    role: spec.role ?? 'reference',
    requires: [],
    chosen: { fixture: true },
    prepare: async () => agreeing({ ...defaultFacts(spec.name), ...spec.facts }, spec.facts?.envelope),
    execute: async (request, sink, signal) => {
      const { work } = request
      if (work.form !== 'program' && work.form !== 'console') return unknownForm(work)
      const played = await spec.play(request, runs++)
      sink.started({
        file: 'fixture',
        args: [request.nonce, ...(request.work.form === 'program' ? request.work.args : [])],
      })
      for (const event of played.events ?? []) sink.event(event)
      if (played.console !== undefined) sink.write('console', played.console)
      if (played.records !== undefined) sink.write('records', played.records)
      const launcher = played.launcher ?? (work.form === 'program' ? launcherReport(request) : undefined)
      if (launcher !== undefined) sink.write('launcher', launcher)
      const ended: RunEnd = {
        end: 'finished',
        phase: 'exit',
        exit: { kind: 'exited', code: 0 },
        detail: 'fixture',
        ...played.end,
      }
      return signal.aborted ? { ...ended, end: isOverflow(signal.reason) ? 'overflow' : 'cancelled' } : ended
    },
  }
}

const isOverflow = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'overflow' in reason && reason.overflow === true

function unknownForm({ form }: { readonly form: string }): RunEnd {
  const detail = `nobody can play a workload of the form ${form}`
  return { end: 'launch-failed', phase: 'launch', exit: { kind: 'not-started', code: 'FORM', message: detail }, detail }
}

/** An envelope of no machine. */
export const fixtureEnvelope: Envelope = {
  emulator: 'none',
  emulatorVersion: 'none',
  machine: 'fixture',
  firmware: 'none',
  cpuModel: 'fixture',
  memoryBytes: 0,
  guestTopology: 'fixture',
  accelerator: 'none',
  nesting: 'unknown',
  placement: { pinning: 'none', cpus: [0, 1], others: [0, 1] },
  disk: 'none',
  network: 'none',
  hostCpuModel: 'fixture',
}

function defaultFacts(name: string): TargetFacts {
  return {
    schema: 'capbench.target/1',
    name,
    arch: 'x86_64',
    subsystems: [
      'process.spawn',
      'thread.spawn',
      'smp',
      'clock.monotonic',
      'clock.cycles',
      'memory.share',
      'memory.map',
    ],
    unmet: [],
    cpus: [0, 1],
    pinning: 'none',
    accelerator: 'none',
    nesting: 'unknown',
    envelope: fixtureEnvelope,
    declared: [],
    identity: { kernel: 'fixture' },
    provenance: { source: null, commit: null, dirty: null, build: null },
    cleanExit: { code: 0, launcher: true },
    faults: [{ channel: 'console', text: 'Kernel panic', reason: 'guest_panic' }],
    authority: 'unenforced',
    notes: ['fixture'],
  }
}

/** The envelope places runs where the facts do, unless it was given. */
function agreeing(facts: TargetFacts, given: Envelope | undefined): TargetFacts {
  const { pinning, cpus } = facts
  return { ...facts, envelope: given ?? { ...facts.envelope, placement: { pinning, cpus, others: cpus } } }
}

/** A launcher's report of a program that was started on `vcpus` CPUs and exited. */
export function launcherReport(
  request: Pick<RunRequest, 'launcherNonce' | 'vcpus' | 'work'>,
  exit: { readonly code: number | null; readonly signal: number | null } = { code: 0, signal: null },
): Uint8Array {
  const { work } = request
  if (work.form !== 'program')
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `the launcher reports of programs, not of a workload of the form ${work.form}`,
    )
  const { sha256, bytes, name } = work.program.manifest
  const cpus = Array.from({ length: request.vcpus }, (_, cpu) => cpu)
  const records: readonly ProtocolRecord[] = [
    {
      type: 'system',
      value: {
        sysname: 'Linux',
        release: '0',
        version: '0',
        machine: 'x86_64',
        cpusOnline: request.vcpus,
        clocksource: 'tsc',
        cmdline: '',
      },
    },
    { type: 'program', value: { name, sha256, bytes } },
    {
      type: 'started',
      value: { pid: 2, monotonicNs: 1, cpus },
    },
    {
      type: 'exited',
      value: {
        ...exit,
        monotonicNs: 2,
        userNs: 1,
        systemNs: 0,
        maxRssKiB: 1,
        voluntarySwitches: 0,
        involuntarySwitches: 0,
        leftover: 0,
        cpus,
      },
    },
  ]
  return encodeStream(request.launcherNonce, { program: 'capbench-launch', version: '0' }, records)
}
