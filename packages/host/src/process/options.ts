import { CapbenchError } from '@capbench/core'
import type { ProcessEnvironment } from './environment.ts'

/** How a process is launched, captured and ended. */
export interface LaunchOptions {
  /** A path when it holds a `/`, else a name that is looked up in PATH of `env`. */
  readonly file: string
  readonly args: readonly string[]
  /** The whole environment; default: PATH alone. */
  readonly env?: ProcessEnvironment
  readonly cwd?: string
  /** Socket pairs beyond descriptor 2: 2 means descriptors 3 and 4. Default 0. */
  readonly channels?: number
  /** Open files of this process that it inherits, under the descriptors after its channels: 3 + channels and on. */
  readonly files?: readonly number[]
  /** Written to standard input, which is then closed. Default: standard input is `/dev/null`. */
  readonly input?: string | Uint8Array
  /** Host CPUs of the whole process, set before it starts (`taskset -c`). */
  readonly cpus?: readonly number[]
  /** The group is ended after this many milliseconds, with the cause `timeout`; those in which we stood still apart. */
  readonly timeoutMs?: number
  /** The group is ended when it aborts, with the cause `abort`. */
  readonly signal?: AbortSignal
  /** From SIGTERM to SIGKILL, in milliseconds. Default 2000. */
  readonly graceMs?: number
  /**
   * The process gets SIGKILL when the thread that started it dies, SIGKILL included (`prctl(PR_SET_PDEATHSIG)` by
   * util-linux `setpriv`). Default true. Its own children are covered only where they ask for the same, as
   * `capbench-launch` does.
   */
  readonly dieWithParent?: boolean
}

/** Refuses what `spawn` would refuse later, or worse, understand differently. */
export function checkLaunchOptions({
  file,
  args,
  cpus,
  channels = 0,
  files = [],
  timeoutMs,
  graceMs,
  env = {},
}: LaunchOptions): void {
  const texts = [file, ...args, ...Object.entries(env).flat()]
  if (file === '' || texts.some((text) => text.includes('\0')))
    throw usage(`a file name, and no NUL byte in any argument`, JSON.stringify([file, ...args]))
  if (cpus?.length === 0)
    throw usage('at least one CPU to pin to', 'an empty list; leave `cpus` out for a process that is not pinned')
  if (!Number.isInteger(channels) || channels < 0 || channels > 16) throw usage('0 to 16 channels', `${channels}`)
  if (files.some((file) => !Number.isInteger(file) || file < 3))
    throw usage('files as open descriptors from 3 on', JSON.stringify(files))
  for (const [name, value] of Object.entries({ timeoutMs, graceMs }))
    if (value !== undefined && !(value >= 0 && value <= 0x7fffffff)) throw usage(`${name} from 0 to 2^31-1`, `${value}`)
}

function usage(wanted: string, came: string): CapbenchError {
  return new CapbenchError('CAPBENCH_USAGE', `launch needs ${wanted}, got ${came}`)
}
