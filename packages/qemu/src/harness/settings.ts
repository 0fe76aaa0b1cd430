import { resolve } from 'node:path'
import process from 'node:process'
import {
  CapbenchError,
  isName,
  type JsonObject,
  type JsonValue,
  refuseUnknownOptions,
  type System,
} from '@capbench/core'
import { checkLimits, redactor } from '@capbench/host'
import { checkSecrets } from '../secrets/check.ts'
import { redactValue } from '../secrets/redact.ts'
import { qemuLogName } from './artifacts/names.ts'
import { hiddenIn } from './environment-secrets.ts'
import type { HarnessCall, HarnessTargetOptions, PerRun } from './options.ts'

type Defaulted =
  | 'role'
  | 'arch'
  | 'env'
  | 'inherit'
  | 'secrets'
  | 'cwd'
  | 'artifacts'
  | 'maxArtifactBytes'
  | 'invocation'
  | 'subsystems'
  | 'declared'
  | 'identity'
  | 'provenance'
  | 'cleanExit'
  | 'faults'
  | 'runFactor'

/** The options with their defaults. */
export type HarnessSettings = Omit<HarnessTargetOptions, Defaulted | 'timeouts'> &
  Required<Pick<HarnessTargetOptions, Defaulted>> & { readonly launchMs: number }

const optionNames = [
  'name',
  'system',
  'role',
  'arch',
  'command',
  'env',
  'inherit',
  'secrets',
  'cwd',
  'artifacts',
  'maxArtifactBytes',
  'qemuLog',
  'pin',
  'invocation',
  'subsystems',
  'declared',
  'identity',
  'provenance',
  'cleanExit',
  'faults',
  'timeouts',
  'runFactor',
] as const satisfies readonly (keyof HarnessTargetOptions)[]
const declarable = [
  'emulator',
  'emulatorVersion',
  'machine',
  'firmware',
  'cpuModel',
  'memoryBytes',
  'guestTopology',
  'accelerator',
  'disk',
  'network',
] as const satisfies readonly (keyof NonNullable<HarnessTargetOptions['declared']>)[]

const usage = (wanted: string, came: unknown): CapbenchError =>
  new CapbenchError('CAPBENCH_USAGE', `harnessTarget: ${wanted} was wanted, got ${JSON.stringify(came)}`)

/** @throws CapbenchError `CAPBENCH_USAGE` for an option that does not exist or cannot be */
export function harnessSettings(options: HarnessTargetOptions<string, System>): HarnessSettings {
  refuseUnknownOptions('harnessTarget', options, optionNames)
  refuseUnknownOptions('harnessTarget declared', options.declared ?? {}, declarable)
  refuseUnknownOptions('harnessTarget provenance', options.provenance ?? {}, ['source', 'commit', 'dirty', 'build'])
  refuseUnknownOptions('harnessTarget timeouts', options.timeouts ?? {}, ['launch'])
  const { timeouts, ...given } = options
  const settings = {
    role: 'subject',
    arch: 'x86_64',
    env: {},
    inherit: [],
    secrets: {},
    artifacts: [],
    maxArtifactBytes: 16 << 20,
    invocation: 'one-case',
    subsystems: [],
    declared: {},
    identity: {},
    provenance: {},
    cleanExit: 0,
    faults: [],
    runFactor: 1,
    ...given,
    cwd: resolve(options.cwd ?? process.cwd()),
    launchMs: timeouts?.launch ?? 600_000,
  } as const satisfies HarnessSettings
  check(settings)
  return settings
}

function check(settings: HarnessSettings): void {
  const { name, command, pin, cleanExit, runFactor, maxArtifactBytes, launchMs, invocation } = settings
  if (!isName(name)) throw usage('a name of lower-case letters, digits and . _ -', name)
  if (typeof command !== 'function' && (command[0] ?? '') === '') throw usage('a command of at least a file', command)
  if (pin?.length === 0 || pin?.some((one) => !Number.isInteger(one) || one < 0))
    throw usage('pin as a list of CPU numbers', pin)
  if (!(Number.isInteger(cleanExit) && cleanExit >= 0 && cleanExit <= 255))
    throw usage('cleanExit from 0 to 255', cleanExit)
  if (!(runFactor >= 1 && runFactor <= 1000)) throw usage('runFactor from 1 to 1000', runFactor)
  if (!(Number.isInteger(maxArtifactBytes) && maxArtifactBytes >= 1 && maxArtifactBytes <= 1 << 30))
    throw usage('maxArtifactBytes from 1 to 2^30', maxArtifactBytes)
  if (!['one-case', 'all-cases'].includes(invocation)) throw usage('invocation one-case or all-cases', invocation)
  if (typeof settings.artifacts !== 'function')
    for (const artifact of settings.artifacts)
      if (typeof artifact !== 'string' && (!isName(artifact.name) || artifact.name === qemuLogName))
        throw usage(`a name of an artifact, not ${qemuLogName}`, artifact.name)
  checkLimits('harnessTarget', { launch: launchMs })
  checkSecrets('harnessTarget', settings.secrets)
  if (typeof settings.env !== 'function') refuseTwice(settings.env, settings.secrets)
}

/**
 * Refuses a variable that is given in the open and as a secret: one of its values would be passed on in silence.
 *
 * @throws CapbenchError `CAPBENCH_USAGE`; the message holds no value
 */
export function refuseTwice(env: Readonly<Record<string, string>>, secrets: HarnessSettings['secrets']): void {
  const twice = Object.keys(env).filter((name) => Object.hasOwn(secrets, name))
  if (twice.length > 0) throw usage('each variable in env or in secrets, not in both,', twice)
}

/** What may stand in no stored choice, as far as it is known before a run. */
export function knownSecrets({ secrets, env }: Pick<HarnessSettings, 'secrets' | 'env'>): readonly string[] {
  return [...Object.values(secrets), ...(typeof env === 'function' ? [] : hiddenIn(env).guessed)]
}

/** The value of an option for one run. */
export function forRun<T>(option: PerRun<T>, call: HarnessCall): T {
  return typeof option === 'function' ? (option as (call: HarnessCall) => T)(call) : option
}

/** What the caller chose, without values of variables and paths of this host. What differs by run stands there. */
export function chosenByCaller(settings: HarnessSettings): JsonObject {
  const secrets = knownSecrets(settings)
  const stored = (option: PerRun<JsonValue>): JsonValue =>
    typeof option === 'function' ? 'computed for each run' : withoutPlaces(redactValue(option, secrets))
  return {
    command: stored(settings.command as PerRun<JsonValue>),
    env: typeof settings.env === 'function' ? 'computed for each run' : Object.keys(settings.env),
    inherit: [...settings.inherit],
    secrets: Object.keys(settings.secrets),
    artifacts: stored(settings.artifacts as PerRun<JsonValue>),
    maxArtifactBytes: settings.maxArtifactBytes,
    qemuLog: stored((settings.qemuLog ?? null) as PerRun<JsonValue>),
    pin: settings.pin === undefined ? null : [...settings.pin],
    invocation: settings.invocation,
    timeouts: { launch: settings.launchMs },
    runFactor: settings.runFactor,
  }
}

/** Of an absolute path only the file is told: the directories are this host's. */
function withoutPlaces(value: JsonValue): JsonValue {
  if (typeof value === 'string')
    return redactor().clean(value.replaceAll(/(^|[=\s,:])\/(?:[^/\s,:]+\/)+/g, '$1$${DIR}/'))
  if (Array.isArray(value)) return value.map(withoutPlaces)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutPlaces(each)]))
}
