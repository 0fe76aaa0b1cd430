import { existsSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { CapbenchError, framed, guestExit, type ProgramFile, protocol, Type } from '@capbench/core'
import { readProgram } from '@capbench/guest'
import { capture } from '@capbench/host'
import { qemuEnvironment } from '../binary/qemu.ts'
import type { Accelerator } from './accelerator.ts'

/** A good accelerator needs a tenth of a second; this is an order of magnitude above a bad day. */
export const probeLimitMs = 2000

/** CPUs of the probe guest: an accelerator that serves one CPU well may fail at two. */
const probeVcpus = 2

/** What one vCPU said: TSC cycles of so many trips of a two-instruction loop, the best of some rounds. */
export type ProbedVcpu = { readonly trips: number; readonly cycles: number }

/** What came of running the probe guest. */
export type ProbeRun = {
  readonly accelerator: Accelerator
  /** `fast` and `slow` are what the guest measured; without a whole answer it is `no-answer`. */
  readonly outcome: 'fast' | 'slow' | 'no-answer'
  /** Exit code of QEMU; `null` where it was ended or did not start. */
  readonly code: number | null
  /** Wall time of the QEMU process in milliseconds. */
  readonly ms: number
  /** What each vCPU measured while all of them ran; empty without a whole answer. */
  readonly vcpus: readonly ProbedVcpu[]
  /** Last line that the guest wrote. */
  readonly text: string
  /** Last line of QEMU's standard error. */
  readonly stderr: string
}

const answer = framed({
  version: 1,
  records: { cpu: Type.Object({ trips: Type.Integer(), cycles: Type.Integer() }, { additionalProperties: false }) },
  from: 'console',
  nonce: 'none',
  observe: ({ cpu }): readonly ProbedVcpu[] => cpu,
})

/**
 * The probe guest: beside the built package, or in its `dist` when sources run.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` where it is not built, `CAPBENCH_HOSTILE` where it is another one than its
 *   manifest describes
 */
export function probeProgram(): ProgramFile {
  const places = ['./programs/x86_64-bare', '../../dist/programs/x86_64-bare'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  const found = places.find((place) => existsSync(place))
  if (found !== undefined) return readProgram(found, 'probe')
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `the probe guest is not built (${places[0]}); run the build of @capbench/qemu`,
  )
}

const probeArguments = (accelerator: Accelerator): readonly string[] => [
  '-no-user-config',
  '-nodefaults',
  ...['-display', 'none'],
  '-no-reboot',
  ...['-M', 'microvm,acpi=off'],
  ...['-bios', 'qboot.rom'],
  ...['-accel', accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator],
  ...['-m', '16'],
  ...['-smp', String(probeVcpus)],
  ...['-nic', 'none'],
  ...['-serial', 'stdio'],
  ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
  ...['-kernel', probeProgram().path],
  ...['-append', `-- ${protocol.nonce.none}`],
]

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** Verdicts of the guest by the exit code that it gave its machine. */
const outcomes: Partial<Record<number, 'fast' | 'slow'>> = {
  [guestExit.clean.code]: 'fast',
  [guestExit.failed.code]: 'slow',
}

/**
 * Boots the probe guest (c/probe.c) with two vCPUs and reports whether both ran at a sane speed at the same time.
 * Liveness would prove nothing: a KVM that interprets guest code gives right answers, thousands of times too slowly.
 *
 * @param qemu file of the QEMU to use
 * @param limitMs after which a guest that has not answered is ended
 * @throws the reason of `signal` once that has aborted: an interrupted guest would count as one that does not answer
 */
export async function runProbeGuest(
  qemu: string,
  accelerator: Accelerator,
  signal?: AbortSignal,
  limitMs = probeLimitMs,
): Promise<ProbeRun> {
  const begin = performance.now()
  const { exit, cause, stdout, stderr } = await capture({
    file: qemu,
    args: probeArguments(accelerator),
    env: qemuEnvironment(),
    timeoutMs: limitMs,
    graceMs: 0,
    ...(signal && { signal }),
  })
  signal?.throwIfAborted()
  const code = exit.kind === 'exited' && cause === null ? exit.code : null
  const parsed = answer.parse({
    nonce: protocol.nonce.none,
    channel: () => Buffer.from(stdout),
    artifact: () => new Uint8Array(),
  })
  const vcpus = parsed.complete && parsed.observation.length === probeVcpus ? parsed.observation : []
  return {
    accelerator,
    outcome: (code !== null && vcpus.length > 0 && outcomes[code]) || 'no-answer',
    code,
    ms: Math.round(performance.now() - begin),
    vcpus,
    text: lastLine(stdout),
    stderr: exit.kind === 'not-started' ? exit.message : lastLine(stderr),
  }
}
