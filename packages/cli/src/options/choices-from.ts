import { resolve } from 'node:path'
import type { RunOptions } from '@capbench/core'
import type { NativeHostOptions, PinChoice } from '@capbench/host'
import type { HarnessTargetOptions, LinuxGuestOptions } from '@capbench/qemu'
import type { TargetKind } from '../suites/suite-source.ts'
import { choose, demandReadable, type Environment, settingOf, type Variable } from './environment.ts'
import { acceleratorVariable, kernelVariable, pinVariable, smtVariable, storeVariable } from './variables.ts'

/** What the environment chooses, as options of the factories and of `run`. */
export interface EnvironmentChoices {
  readonly linuxGuest: Pick<LinuxGuestOptions<'linux'>, 'pin' | 'kernel' | 'accelerator'>
  readonly native: Pick<NativeHostOptions<'native'>, 'pin'>
  readonly run: Pick<RunOptions, 'store' | 'includeOptIn'>
  /**
   * For a script of capOS alone. A harness is told CPUs by their numbers, so a policy is no `pin` of it; its rows then
   * say `unpinned`.
   */
  readonly capos: {
    readonly harness: Pick<HarnessTargetOptions<'capos', 'capos'>, 'pin'>
    readonly run: Pick<RunOptions, 'includeOptIn'>
  }
}

/**
 * The environment variables of the command, for a script: `linuxGuest(choices.linuxGuest)`. The older names of the
 * capOS scripts hold as they do for the command; opt-in cases are a choice of the whole run here.
 *
 * @param environment usually `process.env`
 * @param cwd what relative paths in it start from
 * @throws CAPBENCH_USAGE for a value that cannot be read, and for two variables that differ for one target
 */
export function choicesFrom(environment: Environment, cwd: string = process.cwd()): EnvironmentChoices {
  for (const variable of [pinVariable, smtVariable, kernelVariable(cwd), acceleratorVariable] as Variable<unknown>[]) {
    demandReadable(variable, undefined, environment)
  }
  const value = <T>(variable: Variable<T>, kind: TargetKind, flag: string) =>
    choose(variable, kind, { flag: { name: flag, value: undefined }, environment })
  const store = settingOf(environment, storeVariable)
  const guest = {
    pin: value(pinVariable, 'linux-guest', 'pin'),
    kernel: value(kernelVariable(cwd), 'linux-guest', 'kernel'),
    accelerator: value(acceleratorVariable, 'linux-guest', 'accel'),
  }
  const nativePin = value(pinVariable, 'native', 'pin')
  const caposPin = value(pinVariable, 'capos-guest', 'pin')
  return {
    linuxGuest: {
      ...(guest.pin && { pin: guest.pin }),
      ...(guest.kernel !== undefined && { kernel: guest.kernel }),
      ...(guest.accelerator && { accelerator: guest.accelerator }),
    },
    native: { ...(nativePin && { pin: nativePin }) },
    run: {
      ...(store !== undefined && { store: resolve(cwd, store) }),
      ...(value(smtVariable, 'linux-guest', 'include-smt') && { includeOptIn: true }),
    },
    capos: {
      harness: { ...(isList(caposPin) && { pin: caposPin }) },
      run: { ...(value(smtVariable, 'capos-guest', 'include-smt') && { includeOptIn: true }) },
    },
  }
}

const isList = (pin: PinChoice | undefined): pin is readonly number[] => Array.isArray(pin)
