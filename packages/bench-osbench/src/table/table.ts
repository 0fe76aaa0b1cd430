import { type IntentId, intentIds } from '../intents/intents.ts'
import type { Cell, Row, TableSystem, Work } from './cell.ts'
import { computeRows } from './compute.ts'
import { fileRows } from './files.ts'
import { ipcRows } from './ipc.ts'
import { memoryRows } from './memory.ts'
import { networkRows } from './network.ts'
import { processRows } from './processes.ts'
import { systemCallRows } from './system-calls.ts'

/**
 * What each system does for each intent, or why it does nothing. Total: a new intent or a new system does not compile
 * until each of its cells is answered.
 *
 * It says what is expected. Whether a subsystem is there is what the system answers when it is asked.
 */
export const table: { readonly [Id in IntentId]: Row } = {
  ...systemCallRows,
  ...ipcRows,
  ...processRows,
  ...memoryRows,
  ...computeRows,
  ...fileRows,
  ...networkRows,
}

export const cellOf = (intent: IntentId, system: TableSystem): Cell => table[intent][system]

/** The work of a system for an intent; undefined where it has none. */
export function workOf(intent: IntentId, system: TableSystem): Work | undefined {
  const cell = cellOf(intent, system)
  return cell.kind === 'workload' ? cell : undefined
}

/** Intents that a system has work for. */
export const intentsOn = (system: TableSystem): readonly IntentId[] =>
  intentIds.filter((intent) => workOf(intent, system) !== undefined)
