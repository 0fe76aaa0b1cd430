import type { System } from '../define/system.ts'
import type { RunEnd } from '../target/end.ts'
import type { HostEvent } from '../target/events.ts'
import type { Envelope, TargetFacts } from '../target/facts.ts'
import type { Role, RunRequest, Target } from '../target/target.ts'
import { launcherReport } from './launcher-report.ts'
import { sandboxReport } from './sandbox-report.ts'

/** What a fake run yields: bytes by channel and how the run ends. */
export interface FakeRun {
  readonly records?: Uint8Array
  readonly console?: Uint8Array
  /**
   * Default: a whole launcher report of a program that exited 0, and that was held to the profile of the request where
   * the facts say that this target enforces one.
   */
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
      const report = spec.facts?.authority === 'enforced' ? sandboxReport : launcherReport
      const launcher = played.launcher ?? (work.form === 'program' ? report(request) : undefined)
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
