import { protocol } from '@capbench/core'

/** What the launcher's report, as it arrives, says about how far the run is. */
export type LauncherProgress = 'running' | 'exited' | 'ended'

/**
 * Watches the launcher channel for the records that say that the program has exited and that the report is over. This only
 * steers time limits and readbacks: whether the records are whole is decided later, from the transcript.
 */
export function watchLauncher(nonce: string): (chunk: Uint8Array) => LauncherProgress {
  let rest = ''
  let progress: LauncherProgress = 'running'
  return (chunk) => {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n')
    rest = (lines.pop() ?? '').slice(-protocol.maxLineBytes)
    for (const line of lines) {
      const [prefix, from, , type] = line.split(' ', 4)
      if (prefix !== protocol.prefix || from !== nonce) continue
      if (type === 'end') progress = 'ended'
      else if ((type === 'exited' || type === 'error') && progress === 'running') progress = 'exited'
    }
    return progress
  }
}
