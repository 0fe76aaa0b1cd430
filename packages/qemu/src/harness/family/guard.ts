import { setTimeout as sleep } from 'node:timers/promises'
import { launch, minimalEnvironment } from '@capbench/host'

/** What ends a harness whose capbench is gone. */
export interface Guard {
  /** The run is over and nothing of it is left. Resolves when the guard is gone too. */
  readonly dismiss: () => Promise<void>
}

/** How long a guard that was dismissed may take, in milliseconds. */
const dismissMs = 2000

/**
 * `read` fails when the other end of the socket is closed, however its process ended. Then the group is ended, and
 * every process that was started with the variable of the run, until none is found.
 */
const script = `
exec >/dev/null 2>&1
if read -r word <&3 && [ "$word" = over ]; then exit 0; fi
kill -KILL -- "-$1"
passes=0
while [ "$passes" -lt 50 ]; do
  found=
  for file in /proc/[0-9]*/environ; do
    pid=\${file#/proc/}
    grep -qsF -- "$2" "$file" && kill -KILL "\${pid%/environ}" && found=yes
  done
  [ "$found" ] || exit 0
  passes=$((passes + 1))
  sleep 0.1
done
`

/**
 * Guards against SIGKILL of this process: the first process of a harness asks the kernel to die with its parent, its
 * children, QEMU among them, do not. The guard has a session of its own, so that what ends our processes with us does
 * not end it too early.
 *
 * @param group of the harness
 * @param variable `NAME=value` that all its processes were started with
 */
export async function guardHarness(group: number, variable: string): Promise<Guard> {
  const guard = await launch({
    file: 'setsid',
    args: ['--fork', '--wait', '/bin/sh', '-c', script, 'capbench-guard', `${group}`, variable],
    channels: 1,
    cwd: '/',
    env: minimalEnvironment(),
    dieWithParent: false,
  })
  guard.stdout.resume()
  guard.stderr.resume()
  const [line] = guard.channels
  line?.readable.resume()
  return {
    dismiss: async () => {
      line?.writable.end('over\n', () => {})
      await Promise.race([guard.exit, sleep(dismissMs, undefined, { ref: false })])
      await guard.end()
    },
  }
}
