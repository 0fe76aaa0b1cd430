import { spawnSync } from 'node:child_process'
import { getuid } from 'node:process'
import { launcherNonce, type Running, start } from './run.ts'

/** Who starts the launcher, and what the host gives to that user. */
export interface Mode {
  readonly who: 'root' | 'user' | 'user without name spaces'
  readonly isolation: 'namespaces' | 'user-namespace' | 'none'
  /** Words before those of the launcher. */
  readonly as: readonly string[]
}

const isRoot = getuid?.() === 0
const user = isRoot ? ['setpriv', '--reuid', '65533', '--regid', '65533', '--clear-groups'] : []
/** In a user name space that may have one more, and that one is used up. */
const spent = 'echo 1 > /proc/sys/user/max_user_namespaces && exec unshare -U --map-user=1000 --map-group=1000 -- "$@"'

export const modes: readonly Mode[] = [
  { who: 'root', isolation: 'namespaces', as: [] },
  { who: 'user', isolation: 'user-namespace', as: user },
  {
    who: 'user without name spaces',
    isolation: 'none',
    as: [...user, 'unshare', '-U', '--map-root-user', '--', 'sh', '-c', spent, 'sh'],
  },
]

/** Why this host cannot try a mode; undefined where it can. */
export function cannot({ who, as }: Mode): string | undefined {
  if (who === 'root') return isRoot ? undefined : 'these tests do not run as root'
  const [file = 'true', ...args] = [...as, ...(who === 'user' ? ['unshare', '-U'] : []), 'true']
  const { status, stderr, error } = spawnSync(file, args)
  return status === 0 ? undefined : `${file} failed: ${error?.message ?? stderr.toString()}`
}

/** Starts a program under a profile as somebody. */
export function startAs(
  { as }: Pick<Mode, 'as'>,
  [launcher, ...program]: readonly [string, ...string[]],
  terms: readonly string[],
  options: readonly string[] = [],
): Running {
  const own = ['--nonce', launcherNonce, '--report', '3', '--authority', terms.join(','), ...options]
  const [file = '', ...args] = [...as, launcher, ...own, '--', ...program]
  return start(file, args)
}
