import { CapbenchError, type Role, refuseUnknownOptions } from '@capbench/core'
import { type PinChoice, type PinSettings, pinSettings } from '../pinning/policy.ts'
import { checkLimits, type PhaseLimits } from '../run/phases.ts'

/**
 * Limits of the phases around the program, in milliseconds; the run itself has the benchmark's limit. Time in which
 * the run waits for a CPU does not count, up to 4 times the limit.
 */
export type NativeTimeouts = Pick<PhaseLimits, 'launch' | 'boot' | 'exit'>

/** How the native target runs its programs. */
export interface NativeHostOptions<out Name extends string = string> {
  /** Default `native`. */
  readonly name?: Name
  /** Default `native-context`: shown apart from the systems that are compared. */
  readonly role?: Role
  /**
   * CPUs that runs may use, as a list or a policy; a case takes as many of them as it has vCPUs. Default: all that this
   * process may use.
   */
  readonly pin?: PinChoice
  /**
   * False: of CPUs that are siblings, on one physical core, only the first is used, where the kernel says which are.
   * Default true.
   */
  readonly useSiblings?: boolean
  /**
   * Whether programs are put into a sandbox of what their profiles grant. Default true. False leaves them all that this
   * process may do; nothing of their authority is then enforced or seen, and results say so.
   */
  readonly confine?: boolean
  /** Default 10 s each. */
  readonly timeouts?: Partial<NativeTimeouts>
}

/** The options with their defaults. */
export interface NativeSettings {
  readonly name: string
  readonly role: Role
  readonly pin: PinSettings | null
  readonly useSiblings: boolean
  readonly confine: boolean
  readonly timeouts: NativeTimeouts
}

const optionNames = [
  'name',
  'role',
  'pin',
  'useSiblings',
  'confine',
  'timeouts',
] as const satisfies readonly (keyof NativeHostOptions)[]
const timeoutNames = ['launch', 'boot', 'exit'] as const satisfies readonly (keyof NativeTimeouts)[]

/** @throws CapbenchError CAPBENCH_USAGE for an option that does not exist or a choice that no host could serve */
export function nativeSettings(options: NativeHostOptions): NativeSettings {
  const { name, role, pin, useSiblings, confine, timeouts } = options
  refuseUnknownOptions('nativeHost', options, optionNames)
  refuseUnknownOptions('nativeHost timeouts', timeouts ?? {}, timeoutNames)
  const pinned = pin === undefined ? null : pinSettings('nativeHost', pin)
  if (pinned?.vcpus === 'each')
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      'nativeHost: there are no vCPUs to pin one by one; leave out pin.vcpus, and a case with n vCPUs gets n CPUs',
    )
  if (pinned?.policy === 'smt-pairs' && useSiblings === false)
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      'nativeHost: SMT pairs without siblings are none; choose the policy cores, or leave out useSiblings',
    )
  if (confine !== undefined && typeof confine !== 'boolean')
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `nativeHost: confine true or false was wanted, got ${JSON.stringify(confine)}`,
    )
  const limits = { launch: 10_000, boot: 10_000, exit: 10_000, ...timeouts }
  checkLimits('nativeHost', limits)
  return {
    name: name ?? 'native',
    role: role ?? 'native-context',
    pin: pinned,
    useSiblings: useSiblings ?? true,
    confine: confine ?? true,
    timeouts: limits,
  }
}
