import type { ChannelName, JsonObject } from '@capbench/core'
import type { PhaseClock, PhaseLimits, SupervisedRun, ThreadPlacement } from '@capbench/host'
import type { ChannelPort } from '../command/serial.ts'
import type { QmpClient } from '../qmp/client.ts'

/** One boot of a virtual machine. */
export interface MachineRun {
  /** File and arguments of QEMU. */
  readonly qemu: string
  readonly args: readonly string[]
  /** Host CPUs of the process and its threads; absent: not pinned. */
  readonly placement?: ThreadPlacement
  readonly limits: PhaseLimits
  /** Of the program's records, and of the launcher's where the guest has one. */
  readonly nonces: { readonly nonce: string; readonly launcherNonce?: string }
  /**
   * Where the program's records come. Default `records`. On `console` they are told from other text only by their
   * prefix, and the phases are for the hooks to enter: a console talks long before a program does. The same holds for
   * `either`, where the system under test decides.
   */
  readonly recordsOn?: 'records' | 'console' | 'either'
  /** Open files of this process that QEMU inherits, from descriptor `firstFile` on. */
  readonly files?: readonly number[]
  readonly hooks?: MachineHooks
}

/**
 * Where a driver takes part in the life of its guest. What `onRunning` throws as a CapbenchError ends the talk, not the
 * run: an exit of the machine breaks off every talk. A driver that wants the run to end calls `halt`.
 */
export interface MachineHooks {
  /**
   * The monitor is connected and the threads are placed; no instruction of the guest was run yet. When this resolves
   * the guest is let go.
   */
  readonly onReady?: (machine: RunningMachine) => Promise<void>
  /** The guest was let go. */
  readonly onRunning?: (machine: RunningMachine) => Promise<void>
  /** Sees every chunk of every channel, `driver` included, after it was kept. */
  readonly onOutput?: (channel: ChannelName, chunk: Uint8Array) => void
  /** Sees every event of the monitor, after it was kept. */
  readonly onEvent?: (event: JsonObject) => void
}

/** A machine that is up. */
export interface RunningMachine {
  readonly monitor: QmpClient
  readonly pid: number
  readonly phases: Pick<PhaseClock, 'current' | 'enter'>
  readonly halt: SupervisedRun['halt']
  /**
   * Types something on a channel of the guest: resolves when it is written, which may have to wait until the guest has
   * read what was sent before.
   *
   * @throws CapbenchError `CAPBENCH_LAUNCH` where the guest is gone
   */
  readonly send: (channel: ChannelPort, bytes: Uint8Array | string) => Promise<void>
  /** Ends the machine after its work is done: enters the phase `exit` and sends `quit`. QEMU then exits with 0. */
  readonly quit: () => Promise<void>
}
