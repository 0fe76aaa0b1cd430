import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CapbenchError, type JsonValue, type TranscriptSink } from '@capbench/core'
import type { QmpClient } from '../qmp/client.ts'
import type { MachineRun, RunningMachine } from '../run/machine-run.ts'
import { runMachine } from '../run/run-machine.ts'
import { writeState } from './file.ts'

/** How often QEMU is asked whether it is done, in milliseconds. */
const pollMs = 5

const textOf = (value: JsonValue, name: string): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? String(value[name as never] ?? '') : ''

/**
 * Boots a machine, stops it once the guest has written `ready` on its launcher's line, and saves its state.
 *
 * QEMU connects to a socket in a directory that only this user can enter, since its monitor takes descriptors only
 * from those who can send them; what it writes goes straight into the file. That socket is gone as soon as QEMU is
 * connected.
 *
 * @param path of a file that does not exist; it is left half written where this throws
 * @throws CapbenchError `CAPBENCH_LAUNCH` where the machine did not come so far, and the reason of an abort
 */
export async function saveState(
  run: Omit<MachineRun, 'hooks' | 'files'>,
  state: { readonly ready: string; readonly path: string; readonly key: string },
  signal: AbortSignal,
): Promise<void> {
  let machine: RunningMachine | undefined
  let saved: Promise<void> | undefined
  let said = ''
  const save = async (running: RunningMachine): Promise<void> => {
    try {
      await transfer(running.monitor, state)
      await running.quit()
    } catch (error) {
      running.halt('launch-failed', `the state could not be saved: ${String(error)}`)
      throw error
    }
  }
  const onOutput: NonNullable<MachineRun['hooks']>['onOutput'] = (channel, chunk) => {
    if (channel !== 'launcher' || saved !== undefined || machine === undefined) return
    said = (said + Buffer.from(chunk).toString('latin1')).slice(-2 * state.ready.length)
    if (!said.includes(state.ready)) return
    saved = save(machine)
    saved.catch(() => {}) // looked at below, once the machine is gone
  }
  const onReady = async (running: RunningMachine): Promise<void> => {
    machine = running
  }
  const end = await runMachine({ ...run, hooks: { onReady, onOutput } }, nobody, signal)
  signal.throwIfAborted()
  await saved
  if (saved === undefined || end.end !== 'finished')
    throw new CapbenchError(
      'CAPBENCH_LAUNCH',
      `the machine whose state was to be saved ended before it was ready (${end.end} in the phase ${end.phase}): ${end.detail}`,
    )
}

/** What a machine says that runs nothing for anybody; its last words are in the detail of its end. */
const nobody: TranscriptSink = { started: () => {}, write: () => {}, event: () => {}, artifact: () => {} }

/**
 * Has a stopped or running machine write its state to a file.
 *
 * @throws CapbenchError `CAPBENCH_LAUNCH` where it cannot, or is gone
 */
export async function transfer(
  monitor: Pick<QmpClient, 'execute'>,
  { path, key }: { readonly path: string; readonly key: string },
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'capbench-state-'))
  const server = createServer()
  try {
    const socket = join(directory, 'socket')
    server.listen(socket)
    await once(server, 'listening')
    await monitor.execute('stop')
    await monitor.execute('migrate-set-parameters', { 'max-bandwidth': Number.MAX_SAFE_INTEGER })
    const connected = once(server, 'connection')
    await monitor.execute('migrate', { uri: `unix:${socket}` })
    const done = completed(monitor) // a QEMU that dies before it connects fails here
    const [connection] = (await Promise.race([connected, done.then(() => connected)])) as [Socket]
    server.close()
    await rm(directory, { recursive: true, force: true })
    await Promise.all([writeState(path, key, connection), done])
  } finally {
    server.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function completed(monitor: Pick<QmpClient, 'execute'>): Promise<void> {
  for (;;) {
    const answer = await monitor.execute('query-migrate')
    const status = textOf(answer, 'status')
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled')
      throw new CapbenchError('CAPBENCH_LAUNCH', `QEMU could not save its state: ${textOf(answer, 'error-desc')}`)
    await sleep(pollMs)
  }
}
