import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A debugger, as far as a test needs one: GDB's remote serial protocol, one packet at a time. */
export interface GdbClient {
  /** Sends `$<packet>#<checksum>` and returns the answer. */
  readonly ask: (packet: string) => Promise<string>
  /** Sends a packet whose answer comes only when the guest stops again. */
  readonly send: (packet: string) => void
  readonly close: () => void
}

async function connected(place: { readonly path: string } | { readonly port: number }): Promise<Socket> {
  for (let tries = 0; ; tries++) {
    const socket = 'path' in place ? connect(place.path) : connect(place.port, '127.0.0.1')
    const error = await new Promise<Error | undefined>((resolve) => {
      socket.once('connect', () => resolve(undefined)).once('error', resolve)
    })
    if (error === undefined) return socket
    if (tries > 600) throw error
    await sleep(50)
  }
}

/** Connects as soon as somebody listens. */
export async function gdbClient(place: { readonly path: string } | { readonly port: number }): Promise<GdbClient> {
  const socket = await connected(place)
  let text = ''
  let wake = (): void => {}
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk
    wake()
  })
  const send = (packet: string): void => {
    const sum = [...packet].reduce((total, character) => total + character.charCodeAt(0), 0) % 256
    socket.write(`$${packet}#${sum.toString(16).padStart(2, '0')}`)
  }
  const ask = async (packet: string): Promise<string> => {
    send(packet)
    for (;;) {
      const [whole, answer] = /\$([^#]*)#[0-9a-f]{2}/.exec(text) ?? []
      if (whole !== undefined && answer !== undefined) {
        text = text.slice(text.indexOf(whole) + whole.length)
        socket.write('+')
        return answer
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { ask, send, close: () => socket.destroy() }
}
