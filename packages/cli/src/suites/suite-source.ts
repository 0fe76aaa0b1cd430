import type { Benchmark, Target } from '@capbench/core'
import type { PinChoice } from '@capbench/host'
import type { AcceleratorWish, DebuggerChoice } from '@capbench/qemu'

/** What a target is to the command line: which options and variables hold for it. */
export type TargetKind = 'linux-guest' | 'bare-guest' | 'capos-guest' | 'native'

/** What was chosen for one target. */
export interface TargetChoice {
  readonly name: string
  readonly includeSmt: boolean
  readonly pin?: PinChoice
  /** Guests only, as the next three. */
  readonly kernel?: string
  readonly accelerator?: AcceleratorWish
  readonly memoryMiB?: number
  readonly gdb?: DebuggerChoice
}

/** A target on offer, and how it is made of what was chosen. */
export interface TargetSource {
  readonly name: string
  readonly kind: TargetKind
  /** Runs only where it is asked for by name. */
  readonly optIn?: true
  readonly make: (choice: TargetChoice) => Target
}

/** A suite that the command line offers by name: a benchmark, and the targets that it can run on. */
export interface SuiteSource {
  readonly name: string
  readonly benchmark: Benchmark
  readonly targets: readonly TargetSource[]
}
