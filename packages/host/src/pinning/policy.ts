import { CapbenchError, type JsonObject, refuseUnknownOptions } from '@capbench/core'

/**
 * Which host CPUs the runs of a target use.
 *
 * - `list`: these, in this order; the semantics of `taskset -c`;
 * - `cores`: one CPU of each physical core, as many as a run has vCPUs;
 * - `smt-pairs`: whole cores, both hardware threads of one before any of the next.
 */
type CpuPolicy =
  | { readonly policy: 'list'; readonly cpus: readonly number[] }
  /** `within`: only these CPUs. Default: all that this process may use. */
  | { readonly policy: 'cores' | 'smt-pairs'; readonly within?: readonly number[] }

/** Which host CPUs the runs of a target use, and how the threads of a machine are spread over them. */
export type PinPolicy = CpuPolicy & {
  /**
   * `process`: every thread may use every CPU of the run. `each`: every vCPU has one of its own, in the order of the
   * policy. Default `process`.
   */
  readonly vcpus?: 'process' | 'each'
  /** CPUs of the threads that are no vCPU, apart from the vCPUs. Only with `each`. Default: those of the run. */
  readonly others?: readonly number[]
}

/** The option `pin` of a target. A list is `{ policy: 'list', cpus }`. */
export type PinChoice = readonly number[] | PinPolicy

/** The option with its defaults. */
export interface PinSettings {
  readonly policy: PinPolicy['policy']
  /** The list, or what the policy chooses from; undefined: all that this process may use. */
  readonly cpus: readonly number[] | undefined
  readonly vcpus: 'process' | 'each'
  readonly others: readonly number[] | undefined
}

const optionNames = ['policy', 'cpus', 'within', 'vcpus', 'others'] as const
const policies: readonly string[] = ['list', 'cores', 'smt-pairs'] satisfies readonly PinPolicy['policy'][]

/**
 * Reads the option `pin`, without looking at a host.
 *
 * @param owner whose option it is, for the message
 * @throws CapbenchError CAPBENCH_USAGE for what no host could serve
 */
export function pinSettings(owner: string, choice: PinChoice): PinSettings {
  const usage = (wanted: string, came: unknown): CapbenchError =>
    new CapbenchError('CAPBENCH_USAGE', `${owner}: ${wanted} was wanted, got ${JSON.stringify(came)}`)
  const list = (name: string, cpus: readonly number[] | undefined): readonly number[] | undefined => {
    if (cpus === undefined) return undefined
    const numbers = Array.isArray(cpus) && cpus.every((one: unknown) => Number.isInteger(one) && (one as number) >= 0)
    if (!numbers || cpus.length === 0 || new Set(cpus).size !== cpus.length)
      throw usage(`${name} as a list of different CPU numbers`, cpus)
    return [...cpus]
  }
  if (Array.isArray(choice)) return { policy: 'list', cpus: list('pin', choice), vcpus: 'process', others: undefined }
  const given = choice as Partial<Record<(typeof optionNames)[number], unknown>> & PinPolicy
  refuseUnknownOptions(`${owner} pin`, given, optionNames)
  const { policy, vcpus = 'process', others } = given
  if (!policies.includes(policy)) throw usage('pin.policy list, cores or smt-pairs', policy)
  if (vcpus !== 'process' && vcpus !== 'each') throw usage('pin.vcpus process or each', vcpus)
  if (others !== undefined && vcpus !== 'each') throw usage("pin.vcpus 'each' beside pin.others", vcpus)
  const [wanted, unwanted] = policy === 'list' ? (['cpus', 'within'] as const) : (['within', 'cpus'] as const)
  if (given[unwanted] !== undefined)
    throw usage(`pin.${wanted} with the policy ${policy}`, { [unwanted]: given[unwanted] })
  if (policy === 'list' && given.cpus === undefined) throw usage('pin.cpus with the policy list', 'none')
  const cpus = list(`pin.${wanted}`, given[wanted] as readonly number[] | undefined)
  return { policy, cpus, vcpus, others: list('pin.others', others) }
}

/** The choice as it is stored. */
export function chosenPin(settings: PinSettings | undefined): JsonObject | null {
  if (settings === undefined) return null
  const { policy, cpus, vcpus, others } = settings
  return { policy, cpus: cpus ? [...cpus] : null, vcpus, others: others ? [...others] : null }
}
