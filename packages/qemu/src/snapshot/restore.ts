import { setTimeout as sleep } from 'node:timers/promises'
import { CapbenchError } from '@capbench/core'
import type { QmpClient } from '../qmp/client.ts'

/** How often QEMU is asked whether it is done, in milliseconds. */
const pollMs = 2

/** Arguments of a machine that goes on from a state: an open file that it inherits. */
export function incomingArguments(descriptor: number): readonly string[] {
  return ['-incoming', `fd:${descriptor}`]
}

/**
 * Resolves when QEMU has read its state and stands still, as `-S` has it.
 *
 * @throws CapbenchError `CAPBENCH_LAUNCH` where it does not take the state
 */
export async function stateRestored(monitor: QmpClient): Promise<void> {
  for (;;) {
    const answer = await monitor.execute('query-status')
    const status = typeof answer === 'object' && answer !== null && 'status' in answer ? answer.status : undefined
    if (status === 'paused') return
    if (status !== 'inmigrate')
      throw new CapbenchError('CAPBENCH_LAUNCH', `QEMU did not take the saved state: its status is ${String(status)}`)
    await sleep(pollMs)
  }
}
