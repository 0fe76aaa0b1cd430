import type { ProcessExit } from '@capbench/core'

/** Why the SDK ended a process; the first cause wins. */
export type EndCause = 'timeout' | 'abort' | 'caller'

/** The end of a whole process group. */
export interface GroupEnd {
  /** How the first process of the group ended; `not-started` carries the errno name, or `ABORTED`. */
  readonly exit: ProcessExit
  /** The SDK's own part in it: `null` when the process ended by itself. */
  readonly cause: EndCause | null
  /** False when a member outlived SIGKILL, as one inside an uninterruptible system call does. */
  readonly groupEmpty: boolean
}
