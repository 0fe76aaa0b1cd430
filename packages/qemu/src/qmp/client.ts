import type { Readable, Writable } from 'node:stream'
import { CapbenchError, type JsonObject, type JsonValue } from '@capbench/core'
import { splitLines } from './lines.ts'

/** The monitor of a running QEMU. */
export interface QmpClient {
  /** What QEMU said first: its version and capabilities. */
  readonly greeting: JsonObject
  /**
   * Runs one command and returns its `return` value.
   *
   * @throws CapbenchError `CAPBENCH_LAUNCH` when QEMU answers with an error or closes the monitor
   */
  readonly execute: (command: string, args?: JsonObject) => Promise<JsonValue>
  /**
   * The next event of this name, or the next one of it that fits. To miss none, ask before the command that causes it.
   *
   * @throws CapbenchError `CAPBENCH_LAUNCH` when QEMU closes the monitor
   */
  readonly nextEvent: (name: string, fits?: (data: JsonObject) => boolean) => Promise<JsonObject>
}

interface Listener extends Waiting {
  readonly wants: (event: JsonObject) => boolean
}

interface Waiting {
  readonly resolve: (message: JsonObject) => void
  readonly reject: (error: CapbenchError) => void
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseMessage(line: string): JsonObject {
  try {
    const message: unknown = JSON.parse(line)
    if (isObject(message)) return message
  } catch {
    // falls through to the one error for all that is not a message
  }
  throw new CapbenchError(
    'CAPBENCH_HOSTILE',
    `QEMU's monitor sent something that is not a message: ${line.slice(0, 200)}`,
  )
}

/**
 * Speaks QMP (the QEMU Machine Protocol) on a connected stream: waits for the greeting, then negotiates capabilities.
 *
 * QEMU opens its monitor before it looks at the kernel, and closes it without a greeting where that fails: this is an
 * error here and not a wait for ever.
 *
 * @param onEvent gets every asynchronous event, in order
 * @throws CapbenchError `CAPBENCH_LAUNCH` when the stream ends before QEMU is ready
 */
export async function connectQmp(
  stream: { readonly readable: Readable; readonly writable: Writable },
  onEvent: (event: JsonObject) => void,
): Promise<QmpClient> {
  const waiting = new Map<string, Waiting>()
  let listeners: readonly Listener[] = []
  let failure: CapbenchError | undefined
  let count = 0

  const fail = (error: CapbenchError): void => {
    failure ??= error
    for (const { reject } of waiting.values()) reject(failure)
    waiting.clear()
    for (const { reject } of listeners) reject(failure)
    listeners = []
  }
  const expect = (id: string): Promise<JsonObject> =>
    new Promise((resolve, reject) => {
      if (failure) reject(failure)
      else waiting.set(id, { resolve, reject })
    })
  const settle = (id: string, message: JsonObject): void => {
    waiting.get(id)?.resolve(message)
    waiting.delete(id)
  }
  const heard = (event: JsonObject): void => {
    onEvent(event)
    const [taken = [], rest = []] = [true, false].map((of) => listeners.filter(({ wants }) => wants(event) === of))
    listeners = rest
    for (const { resolve } of taken) resolve(event)
  }
  const receive = (line: string): void => {
    const message = parseMessage(line)
    if ('event' in message) heard(message)
    else if ('QMP' in message) settle('greeting', message)
    else if (typeof message.id === 'string') settle(message.id, message)
    else fail(new CapbenchError('CAPBENCH_LAUNCH', `QEMU's monitor refused a message: ${line.slice(0, 200)}`))
  }

  const greeted = expect('greeting')
  splitLines(stream.readable, {
    line: receive,
    end: () => fail(new CapbenchError('CAPBENCH_LAUNCH', 'QEMU closed its monitor')),
    error: fail,
  })
  const execute = async (command: string, args?: JsonObject): Promise<JsonValue> => {
    const id = `${++count}`
    const answer = expect(id)
    if (!failure)
      stream.writable.write(`${JSON.stringify({ execute: command, id, ...(args && { arguments: args }) })}\n`)
    const message = await answer
    if (message.return !== undefined) return message.return
    throw new CapbenchError('CAPBENCH_LAUNCH', `QEMU refused ${command}: ${JSON.stringify(message.error ?? message)}`)
  }

  const greeting = await greeted
  await execute('qmp_capabilities')
  const nextEvent: QmpClient['nextEvent'] = (name, fits = () => true) => {
    const wants = ({ event, data }: JsonObject): boolean => event === name && fits(isObject(data) ? data : {})
    const heardOf = new Promise<JsonObject>((resolve, reject) => {
      if (failure) reject(failure)
      else listeners = [...listeners, { wants, resolve, reject }]
    })
    heardOf.catch(() => {}) // whoever waits sees it; nobody has to wait
    return heardOf
  }
  return { greeting, execute, nextEvent }
}
