import { join, resolve, sep } from 'node:path'
import { defaultStore, type Purpose, purposes } from '@capbench/core'
import type { PinChoice } from '@capbench/host'
import type { DebuggerChoice } from '@capbench/qemu'
import type { SuiteChoices } from '../suites/build-suite.ts'
import type { SuiteSource, TargetChoice, TargetSource } from '../suites/suite-source.ts'
import { choose, demandReadable, type Environment, idleAliases, settingOf, type Variable } from './environment.ts'
import type { Flags } from './flags.ts'
import { integer, names, oneOf, usage } from './usage.ts'
import { acceleratorVariable, kernelVariable, pinVariable, smtVariable, storeVariable } from './variables.ts'

/** Everything that `capbench run` was asked for, from flags, environment and defaults, in this order. */
export interface RunChoices {
  readonly source: SuiteSource
  readonly suite: SuiteChoices
  readonly store: string
  readonly purpose: Purpose | undefined
  readonly seed: string | undefined
  readonly oversubscribe: boolean
  readonly attempts: number | undefined
  readonly report: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  /** What was set and holds for nothing: said, never dropped in silence. */
  readonly notices: readonly string[]
}

export interface Surroundings {
  readonly environment: Environment
  readonly cwd: string
}

/** @throws CAPBENCH_USAGE naming the flag or variable that is wrong. */
export function runChoices(flags: Flags, sources: readonly SuiteSource[], around: Surroundings): RunChoices {
  const { environment, cwd } = around
  const source = sourceOf(flags, sources)
  demandReadableChoices(flags, around)
  const targets = targetsOf(flags, source)
  const optional = <T>(name: string, read: (source: string, value: string) => T) => {
    const value = flags.text(name)
    return value === undefined ? undefined : read(`--${name}`, value)
  }
  const smoke = flags.has('smoke')
  for (const name of ['runs', 'purpose'])
    if (smoke && flags.text(name) !== undefined)
      throw usage(`--smoke is --runs 1 --purpose smoke; leave it out or --${name}`)
  const runs = smoke ? 1 : optional('runs', integer)
  const warmups = optional('warmups', integer)
  const cases = optional('cases', names)
  const store = storeOf(flags, around)
  return {
    source,
    suite: {
      targets: targets.map((target) => choiceOf(target, flags, around)),
      parameters: parametersOf(flags),
      enforce: flags.all('enforce').flatMap((value) => names('--enforce', value)),
      ...(runs !== undefined && { runs }),
      ...(warmups !== undefined && { warmups }),
      ...(cases !== undefined && { cases }),
    },
    store,
    // what somebody steps through is no measurement
    purpose: smoke
      ? 'smoke'
      : (optional('purpose', (from, value) => oneOf(from, value, purposes)) ??
        (flags.text('gdb') === undefined ? undefined : 'diagnostic')),
    seed: flags.text('seed'),
    oversubscribe: flags.has('oversubscribe'),
    attempts: optional('attempts', integer),
    report: reportOf(flags, store, cwd),
    json: flags.has('json'),
    quiet: flags.has('quiet'),
    notices: noticesOf(targets, flags, environment, cwd),
  }
}

export function storeOf(flags: Flags, { environment, cwd }: Surroundings): string {
  return resolve(cwd, flags.text('store') ?? settingOf(environment, storeVariable) ?? defaultStore)
}

/** How much evidence is read or made: `--max-gib`, else nothing, which is the default of the SDK. */
export function limitOf(flags: Flags): { readonly maxBytes?: number } {
  const text = flags.text('max-gib')
  if (text === undefined) return {}
  const gib = integer('--max-gib', text)
  if (gib < 1 || gib > 1024) throw usage(`--max-gib must be from 1 to 1024, got ${text}`)
  return { maxBytes: gib * 1024 ** 3 }
}

/** What becomes of a campaign that a dead process left. @throws CAPBENCH_USAGE where both are asked for. */
export function resumeOf(flags: Flags): boolean | 'auto' {
  if (flags.has('resume') && flags.has('fresh')) throw usage('--resume and --fresh are opposites; choose one of them')
  return flags.has('resume') ? true : flags.has('fresh') ? false : 'auto'
}

/** Refused here too, so that nobody learns of it after a long campaign. */
function reportOf(flags: Flags, store: string, cwd: string): string | undefined {
  const text = flags.text('report')
  if (text === undefined) return undefined
  const file = resolve(cwd, text)
  if (!file.startsWith(join(store, 'campaigns', sep))) return file
  throw usage(`--report ${text} lies among the campaigns of the store; a report belongs outside the evidence`)
}

function sourceOf(flags: Flags, sources: readonly SuiteSource[]): SuiteSource {
  const [first] = sources
  const asked = flags.text('suite')
  const known = sources.map(({ name }) => name)
  const name = asked === undefined ? first?.name : oneOf('--suite', asked, known)
  const found = sources.find((each) => each.name === name)
  if (found === undefined) throw usage('there is no suite')
  return found
}

function targetsOf(flags: Flags, source: SuiteSource): readonly TargetSource[] {
  const asked = flags.text('targets')
  if (asked === undefined) return source.targets.filter(({ optIn }) => optIn !== true)
  const known = source.targets.map(({ name }) => name)
  const wanted = new Set(names('--targets', asked).map((name) => oneOf('--targets', name, known)))
  return source.targets.filter(({ name }) => wanted.has(name))
}

/** A choice that no target uses must be right as well: the same command may have another target tomorrow. */
function demandReadableChoices(flags: Flags, { environment, cwd }: Surroundings): void {
  const demand = (variable: Variable<unknown>, name?: string) =>
    demandReadable(variable, name === undefined ? undefined : { name, value: flags.text(name) }, environment)
  demand(pinVariable, 'pin')
  demand(smtVariable)
  demand(kernelVariable(cwd), 'kernel')
  demand(acceleratorVariable, 'accel')
  const memory = flags.text('memory')
  if (memory !== undefined) integer('--memory', memory)
  debuggerOf(flags, cwd)
}

const isGuest = ({ kind }: TargetSource) => kind !== 'native'

function choiceOf(target: TargetSource, flags: Flags, { environment, cwd }: Surroundings): TargetChoice {
  const value = <T>(variable: Variable<T>, flag: string, given = flags.text(flag)) =>
    choose(variable, target.kind, { flag: { name: flag, value: given }, environment })
  const pin = pinOf(value(pinVariable, 'pin'), isGuest(target) && flags.has('pin-vcpus'))
  const common: TargetChoice = {
    name: target.name,
    includeSmt: value(smtVariable, 'include-smt', flags.has('include-smt') ? '1' : undefined) ?? false,
    ...(pin && { pin }),
  }
  if (!isGuest(target)) return common
  const kernel = target.kind === 'linux-guest' ? value(kernelVariable(cwd), 'kernel') : undefined
  const accelerator = value(acceleratorVariable, 'accel')
  const memory = flags.text('memory')
  const gdb = debuggerOf(flags, cwd)
  return {
    ...common,
    ...(kernel !== undefined && { kernel }),
    ...(accelerator && { accelerator }),
    ...(memory !== undefined && { memoryMiB: integer('--memory', memory) }),
    ...(gdb && { gdb }),
  }
}

/** `--gdb 1234` is a port, everything else the path of a socket. */
function debuggerOf(flags: Flags, cwd: string): DebuggerChoice | undefined {
  const text = flags.text('gdb')
  if (text === undefined) return undefined
  return /^\d+$/.test(text) ? { port: integer('--gdb', text) } : { path: resolve(cwd, text) }
}

/** @throws CAPBENCH_USAGE where vCPUs are to be pinned one by one, and nobody said to what. */
function pinOf(pin: PinChoice | undefined, each: boolean): PinChoice | undefined {
  if (!each) return pin
  if (pin === undefined) throw usage('--pin-vcpus needs --pin: the CPUs, or cores, or smt-pairs')
  return { ...('policy' in pin ? pin : { policy: 'list', cpus: pin }), vcpus: 'each' }
}

/** The values of `--param`, as they were typed. @throws CAPBENCH_USAGE for one without a name, or given twice */
export function parametersOf(flags: Flags): Readonly<Record<string, string>> {
  const found = new Map<string, string>()
  for (const text of flags.all('param')) {
    const at = text.indexOf('=')
    if (at < 1) throw usage(`--param must be name=value, got ${JSON.stringify(text)}`)
    const name = text.slice(0, at)
    if (found.has(name)) throw usage(`--param ${name} was given more than once`)
    found.set(name, text.slice(at + 1))
  }
  return Object.fromEntries(found)
}

function noticesOf(
  targets: readonly TargetSource[],
  flags: Flags,
  environment: Environment,
  cwd: string,
): readonly string[] {
  const kinds = targets.map(({ kind }) => kind)
  const idle = [pinVariable, smtVariable, kernelVariable(cwd)].flatMap((variable: Variable<unknown>) =>
    idleAliases(variable, kinds, environment),
  )
  const guestFlags = ['kernel', 'accel', 'memory', 'pin-vcpus', 'gdb'].filter((name) => flags.text(name) !== undefined)
  const guestVariables = [kernelVariable(cwd).name, acceleratorVariable.name].filter(
    (name) => settingOf(environment, name) !== undefined,
  )
  const forGuests = targets.some(isGuest) ? [] : [...guestVariables, ...guestFlags.map((name) => `--${name}`)]
  return [...idle, ...forGuests].map((name) => `${name} applies to no target of this campaign`)
}
