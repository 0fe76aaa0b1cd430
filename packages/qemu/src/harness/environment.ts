import type { JsonObject } from '@capbench/core'
import { allowedEnvironment, type ProcessEnvironment, redactor } from '@capbench/host'
import { hiddenIn } from './environment-secrets.ts'
import type { HarnessCall } from './options.ts'
import { forRun, type HarnessSettings, refuseTwice } from './settings.ts'

/** What nearly every harness needs to find its tools and its files. */
const inherited = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TMPDIR'] as const

/** Every process of a run inherits it, also one that leaves group and session. Its value is that run's alone. */
export const familyVariable = 'CAPBENCH_RUN'

export interface HarnessEnvironment {
  readonly env: ProcessEnvironment
  /** Texts that must not be kept. */
  readonly secrets: readonly string[]
  /** What the caller set and may be told, for the command of the run. */
  readonly shown: ProcessEnvironment
  /** For `host.jsonl`. */
  readonly told: JsonObject
}

/**
 * The whole environment of an invocation, and what is told of it.
 *
 * @throws CapbenchError `CAPBENCH_USAGE` for a variable that was computed for this run and is a secret too
 */
export function harnessEnvironment(settings: HarnessSettings, call: HarnessCall): HarnessEnvironment {
  const passed = allowedEnvironment(...inherited, ...settings.inherit)
  const own = forRun(settings.env, call)
  refuseTwice(own, settings.secrets)
  const { names: hidden, guessed } = hiddenIn(own)
  const { clean } = redactor()
  const shown = Object.fromEntries(
    Object.entries(own).filter(([name]) => !hidden.includes(name) && !(name in settings.secrets)),
  )
  return {
    env: { ...passed, ...own, ...settings.secrets, [familyVariable]: call.nonce },
    secrets: [...Object.values(settings.secrets), ...guessed],
    shown,
    told: {
      set: clean(shown),
      secret: [...new Set([...Object.keys(settings.secrets), ...hidden])].sort(),
      inherited: Object.keys(passed).sort(),
    },
  }
}
