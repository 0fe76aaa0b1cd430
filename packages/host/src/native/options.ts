import { CapbenchError, type Role, refuseUnknownOptions } from '@capbench/core'
import { checkLimits, type PhaseLimits } from '../run/phases.ts'

/**
 * Limits of the phases before and after the program runs, in milliseconds; the run itself has the benchmark's limit.
 */
export type NativeTimeouts = Pick<PhaseLimits, 'boot' | 'exit'>

export interface NativeHostOptions<out Name extends string = string> {
  /** Default `native`. */
  readonly name?: Name
  /** Default `native-context`: shown apart from the systems that are compared. */
  readonly role?: Role
  /** CPUs that runs may use; a case takes as many of them as it has vCPUs. Default: all that this process may use. */
  readonly pin?: readonly number[]
  /**
   * False: of CPUs that are siblings, on one physical core, only the first is used, where the kernel says which are.
   * Default true.
   */
  readonly useSiblings?: boolean
  /** Default 10 s each. */
  readonly timeouts?: Partial<NativeTimeouts>
}

/** The options with their defaults. */
export interface NativeSettings {
  readonly name: string
  readonly role: Role
  readonly pin: readonly number[] | null
  readonly useSiblings: boolean
  readonly timeouts: NativeTimeouts
}

const optionNames = [
  'name',
  'role',
  'pin',
  'useSiblings',
  'timeouts',
] as const satisfies readonly (keyof NativeHostOptions)[]
const timeoutNames = ['boot', 'exit'] as const satisfies readonly (keyof NativeTimeouts)[]

/** @throws CapbenchError CAPBENCH_USAGE for an option that does not exist or a choice that no host could serve */
export function nativeSettings(options: NativeHostOptions): NativeSettings {
  const { name, role, pin, useSiblings, timeouts } = options
  refuseUnknownOptions('nativeHost', options, optionNames)
  refuseUnknownOptions('nativeHost timeouts', timeouts ?? {}, timeoutNames)
  if (pin?.length === 0 || pin?.some((one) => !Number.isInteger(one) || one < 0))
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `nativeHost: pin as a list of CPU numbers was wanted, got ${JSON.stringify(pin)}; leave it out to use every CPU`,
    )
  const limits = { boot: timeouts?.boot ?? 10_000, exit: timeouts?.exit ?? 10_000 }
  checkLimits('nativeHost', limits)
  return {
    name: name ?? 'native',
    role: role ?? 'native-context',
    pin: pin ?? null,
    useSiblings: useSiblings ?? true,
    timeouts: limits,
  }
}
