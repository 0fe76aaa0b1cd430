import process from 'node:process'
import type { ChannelName, JsonObject, TranscriptSink } from '@capbench/core'
import { measureRunDelay, monotonicNs, watchRecords } from '@capbench/host'
import type { MachineHooks } from '../run/machine-run.ts'
import { spanMs } from '../run/span.ts'

/**
 * Moments of a run. Names that begin with `guest` are nanoseconds of the guest, the others of the host's monotonic
 * clock.
 */
export interface BootMoments {
  /** QEMU is about to be started. */
  readonly started: number
  /** The guest is let go. */
  readonly released?: number
  /** Receipt of the launcher's `started` and `exited`, and the times in them (CLOCK_MONOTONIC). */
  readonly program?: number
  readonly guestProgram?: number
  readonly exited?: number
  readonly guestExited?: number
  /** When init began: on the clock of the kernel's messages, and CLOCK_MONOTONIC. */
  readonly guestKernel?: number
  readonly guestInit?: number
  /** QEMU is gone. */
  readonly ended: number
}

/**
 * What a run cost besides its work. The parts of a boot add up to the total by the way they are measured:
 *
 * - `launchMs`: QEMU starts, is connected and placed, and reads its saved state if there is one (host);
 * - `firmwareMs`: until the kernel's own clock starts: what the host waited for the program, less kernel and init;
 * - `kernelMs`: until init begins, on the clock of the kernel's messages (guest);
 * - `initMs`: init and launcher, until the program starts (guest; after a restore: host);
 * - `workloadMs`: the program (guest);
 * - `exitMs`: until QEMU is gone (host).
 */
export function bootCosts(moments: BootMoments, restored: boolean): JsonObject {
  const { started, released, program, guestProgram, exited, guestExited, guestKernel, guestInit, ended } = moments
  const init = guestInit === undefined || guestProgram === undefined ? undefined : guestProgram - guestInit
  const kernel = guestKernel === undefined || guestKernel === 0 ? undefined : guestKernel
  const known = kernel !== undefined && init !== undefined
  const cold = {
    firmwareMs: known ? spanMs(released, program, kernel + init) : null,
    kernelMs: spanMs(0, kernel),
    initMs: spanMs(0, init),
  }
  const parts = {
    launchMs: spanMs(started, released),
    ...(restored ? { firmwareMs: null, kernelMs: null, initMs: spanMs(released, program) } : cold),
    workloadMs: spanMs(guestProgram, guestExited),
    exitMs: spanMs(exited, ended),
    totalMs: spanMs(started, ended),
  }
  const sources: Readonly<Record<keyof typeof parts, string>> = {
    launchMs: 'host',
    firmwareMs: 'host less guest',
    kernelMs: 'guest: clock of kernel messages',
    initMs: restored ? 'host' : 'guest: CLOCK_MONOTONIC',
    workloadMs: 'guest: CLOCK_MONOTONIC',
    exitMs: 'host',
    totalMs: 'host',
  }
  const measured = Object.entries(sources).filter(([part]) => parts[part as keyof typeof parts] !== null)
  return { restored, ...parts, sources: Object.fromEntries(measured) }
}

const numberIn = (value: unknown, name: string): number | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  const field: unknown = Object.getOwnPropertyDescriptor(value, name)?.value
  return typeof field === 'number' && Number.isFinite(field) ? field : undefined
}

const objectIn = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined

/** Notes the moments of one run as they pass; what a guest leaves out or gets wrong is not known, and stops nothing. */
export function watchBoot(launcherNonce: string, restored: boolean) {
  let moments: BootMoments = { started: monotonicNs(), ended: 0 }
  let waitedMs = (): number => 0
  let waitedNs = 0
  const note = (more: { readonly [Name in keyof BootMoments]?: number | undefined }): void => {
    const known = Object.entries(more).filter(([, value]) => value !== undefined)
    moments = { ...moments, ...Object.fromEntries(known) }
  }
  const look = watchRecords(launcherNonce, (type, value) => {
    const boot = objectIn(value, 'boot')
    const monotonicNsOf = numberIn(value, 'monotonicNs')
    if (type === 'system') note({ guestKernel: numberIn(boot, 'kernelNs'), guestInit: numberIn(boot, 'monotonicNs') })
    if (type === 'started') note({ program: monotonicNs(), guestProgram: monotonicNsOf })
    if (type === 'exited') {
      note({ exited: monotonicNs(), guestExited: monotonicNsOf })
      waitedNs = Math.round(waitedMs() * 1e6)
    }
  })
  return {
    released: (): void => {
      waitedMs = measureRunDelay(process.pid)
      note({ released: monotonicNs() })
    },
    onOutput: (channel: ChannelName, chunk: Uint8Array): void => {
      if (channel === 'launcher') look(chunk)
    },
    /**
     * Once QEMU is gone: keeps the costs as the fact `boot-costs`, and `program-span`, which the guest's clock is held
     * to.
     */
    finish: (sink: TranscriptSink): void => {
      const atNs = monotonicNs()
      const { program, exited } = moments
      if (program !== undefined && exited !== undefined)
        sink.event({ kind: 'fact', atNs, name: 'program-span', value: { hostNs: exited - program, waitedNs } })
      sink.event({ kind: 'fact', atNs, name: 'boot-costs', value: bootCosts({ ...moments, ended: atNs }, restored) })
    },
  } satisfies { readonly onOutput: MachineHooks['onOutput']; readonly [more: string]: unknown }
}
