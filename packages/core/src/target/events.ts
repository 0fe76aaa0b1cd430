import type { JsonObject } from '../define/json.ts'
import type { RunEnd } from './end.ts'

/** A thread of the process of a run and the host CPUs it was allowed to use, read back from the kernel. */
export interface ThreadAffinity {
  readonly tid: number
  readonly comm: string
  readonly cpus: readonly number[]
}

/**
 * One line of `host.jsonl`: raw numbers only, labels are derived from them later. `atNs` is the host's monotonic clock.
 *
 * - `affinity`: read back after start (`when: 'start'`) and near the end (`when: 'end'`);
 * - `cpu-times`: `/proc/stat` ticks of each CPU in the kernel's order
 *   (user nice system idle iowait irq softirq steal guest guest_nice);
 * - `schedstat`: CPU time and run delay in ns of each thread;
 * - `mark`: the program said that a region begins or ends; readings of `schedstat` and `cpu-times` follow it;
 * - `phase`: the run entered this phase;
 * - `step`: a step of the dialogue was done, `index` from 0; of a secret only the name is kept;
 * - `privileged`: the run was started with a profile that has these privileged parts, told before anything ran;
 * - `emulator`: an emulator that the target did not start itself was found: process id and its whole command line;
 * - `qmp`: an event of QEMU's monitor, as it came;
 * - `fact`: anything else worth keeping, named.
 */
export type HostEvent =
  | {
      readonly kind: 'affinity'
      readonly atNs: number
      readonly when: 'start' | 'end'
      /** What was asked for; empty where nothing was. */
      readonly wanted: readonly number[]
      /** The threads of the vCPUs, each with the one CPU that it was pinned to; absent where none was. */
      readonly vcpus?: readonly { readonly index: number; readonly tid: number; readonly cpu: number }[]
      readonly threads: readonly ThreadAffinity[]
    }
  | {
      readonly kind: 'cpu-times'
      readonly atNs: number
      readonly cpus: readonly { readonly cpu: number; readonly ticks: readonly number[] }[]
    }
  | {
      readonly kind: 'schedstat'
      readonly atNs: number
      readonly threads: readonly {
        readonly tid: number
        readonly comm: string
        readonly runNs: number
        readonly delayNs: number
      }[]
    }
  | { readonly kind: 'mark'; readonly atNs: number; readonly region: string; readonly edge: 'begin' | 'end' }
  | { readonly kind: 'phase'; readonly atNs: number; readonly phase: RunEnd['phase'] }
  | {
      readonly kind: 'step'
      readonly atNs: number
      readonly index: number
      readonly step: 'wait' | 'send' | 'sendSecret'
      readonly text: string
    }
  | {
      readonly kind: 'emulator'
      readonly atNs: number
      readonly pid: number
      readonly args: readonly string[]
      readonly version: string | null
    }
  | {
      readonly kind: 'privileged'
      readonly atNs: number
      readonly profile: string
      readonly parts: readonly string[]
    }
  | { readonly kind: 'qmp'; readonly atNs: number; readonly event: JsonObject }
  | { readonly kind: 'fact'; readonly atNs: number; readonly name: string; readonly value: JsonObject }
