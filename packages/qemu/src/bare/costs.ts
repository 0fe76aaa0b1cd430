import type { ChannelName, JsonObject, TranscriptSink } from '@capbench/core'
import { monotonicNs, watchRecords } from '@capbench/host'
import type { MachineHooks } from '../run/machine-run.ts'
import { spanMs } from '../run/span.ts'

/** Moments of a run on the host's monotonic clock, in nanoseconds. */
export interface BareMoments {
  /** QEMU is about to be started. */
  readonly started: number
  /** The guest is let go. */
  readonly released?: number
  /** Receipt of the first and of the last record. */
  readonly begun?: number
  readonly done?: number
  /** QEMU is gone. */
  readonly ended: number
}

/**
 * What a run cost besides its work, in the parts of a boot of Linux; all of them by the clock of the host, and they add
 * up to the total. There is no kernel and no init: what the runtime does before `main` (other CPUs, 10 ms of
 * measuring the counter) is in `firmwareMs`, with the firmware and the loader.
 */
export function bareCosts({ started, released, begun, done, ended }: BareMoments): JsonObject {
  const parts = {
    launchMs: spanMs(started, released),
    firmwareMs: spanMs(released, begun),
    kernelMs: null,
    initMs: null,
    workloadMs: spanMs(begun, done),
    exitMs: spanMs(done, ended),
    totalMs: spanMs(started, ended),
  }
  const measured = Object.entries(parts).filter(([, value]) => value !== null)
  return { restored: false, ...parts, sources: Object.fromEntries(measured.map(([part]) => [part, 'host'])) }
}

/** Notes the moments of one run as they pass. */
export function watchCosts(nonce: string) {
  let moments: BareMoments = { started: monotonicNs(), ended: 0 }
  const look = watchRecords(nonce, (type) => {
    if (type === 'begin') moments = { ...moments, begun: monotonicNs() }
    if (type === 'end') moments = { ...moments, done: monotonicNs() }
  })
  return {
    onReady: async (): Promise<void> => {
      moments = { ...moments, released: monotonicNs() }
    },
    onOutput: (channel: ChannelName, chunk: Uint8Array): void => {
      if (channel === 'records') look(chunk)
    },
    /** Once QEMU is gone: keeps the costs as the fact `boot-costs`. */
    finish: (sink: TranscriptSink): void => {
      const atNs = monotonicNs()
      sink.event({ kind: 'fact', atNs, name: 'boot-costs', value: bareCosts({ ...moments, ended: atNs }) })
    },
  } satisfies MachineHooks & { readonly finish: unknown }
}
