import { existsSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { CapbenchError, guestExit } from '@capbench/core'
import { capture } from '@capbench/host'
import { qemuEnvironment } from '../binary/qemu.ts'
import type { Accelerator } from './accelerator.ts'

/** A good accelerator needs some hundredths of a second; this is an order of magnitude above a bad day. */
const probeLimitMs = 2000

/** What came of running the probe guest. */
export type ProbeRun = {
  readonly accelerator: Accelerator
  readonly outcome: 'fast' | 'slow' | 'no-answer'
  /** Exit code of QEMU; `null` where it was ended or did not start. */
  readonly code: number | null
  /** Wall time of the QEMU process in milliseconds. */
  readonly ms: number
  /** What the guest wrote: cycles of 1000 trips in 32-bit mode (P) and of 10000 in long mode (L), hexadecimal. */
  readonly text: string
  /** Last line of QEMU's standard error. */
  readonly stderr: string
}

/**
 * The probe guest: beside the built package, or in its `dist` when sources run.
 *
 * @throws CapbenchError `CAPBENCH_MISSING` where it is not built
 */
export function probeFile(): string {
  const places = ['./programs/probe.elf', '../../dist/programs/probe.elf'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  const found = places.find((place) => existsSync(place))
  if (found !== undefined) return found
  throw new CapbenchError(
    'CAPBENCH_MISSING',
    `the probe guest is not built (${places[0]}); run the build of @capbench/qemu`,
  )
}

/**
 * Boots the probe guest (c/probe.S) and reports whether it ran at a sane speed. Liveness would prove nothing: a KVM
 * that interprets guest code gives right answers, thousands of times too slowly.
 *
 * @param qemu file of the QEMU to use
 * @throws the reason of `signal` once that has aborted: an interrupted guest would count as one that does not answer
 */
export async function runProbeGuest(qemu: string, accelerator: Accelerator, signal?: AbortSignal): Promise<ProbeRun> {
  const begin = performance.now()
  const { exit, cause, stdout, stderr } = await capture({
    file: qemu,
    args: [
      '-no-user-config',
      '-nodefaults',
      ...['-display', 'none'],
      '-no-reboot',
      ...['-M', 'microvm,acpi=off'],
      ...['-bios', 'qboot.rom'],
      ...['-accel', accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator],
      ...['-m', '16'],
      ...['-nic', 'none'],
      ...['-serial', 'stdio'],
      ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
      ...['-kernel', probeFile()],
    ],
    env: qemuEnvironment(),
    timeoutMs: probeLimitMs,
    graceMs: 0,
    ...(signal && { signal }),
  })
  signal?.throwIfAborted()
  const code = exit.kind === 'exited' && cause === null ? exit.code : null
  const outcome = code === guestExit.clean.code ? 'fast' : code === guestExit.failed.code ? 'slow' : 'no-answer'
  const said = exit.kind === 'not-started' ? exit.message : (stderr.trim().split('\n').at(-1) ?? '')
  return { accelerator, outcome, code, ms: Math.round(performance.now() - begin), text: stdout.trim(), stderr: said }
}
