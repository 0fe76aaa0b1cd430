import type { Socket } from 'node:net'
import { PassThrough, type Readable, type Writable } from 'node:stream'

/** Our end of a socket pair whose other end the process holds as one descriptor. Both directions carry raw bytes. */
export interface Channel {
  /** Ends when no process holds the other end any more. Never emits `error`. */
  readonly readable: Readable
  /** A write after the other end closed reports its error to the write callback only. */
  readonly writable: Writable
}

/** One descriptor of a process, readable from its first byte however late its reader comes. */
export interface OpenChannel extends Channel {
  /** Resolves when the other end is closed and every byte has been handed over. */
  readonly closed: Promise<void>
  /** Closes our end, unless its reader still has bytes to take. */
  readonly abandon: () => void
}

/**
 * Node resumes a child's streams when the child exits, and what nobody listens to by then is lost; the buffer between
 * keeps it, and keeps the back pressure.
 */
export function openChannel(socket: Socket): OpenChannel {
  const readable = new PassThrough()
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      readable.end()
      resolve()
    })
  })
  // ECONNRESET or EPIPE: the process has closed its end; what it wrote has been delivered. `close` follows.
  socket.on('error', () => {})
  socket.pipe(readable)
  const abandon = (): void => {
    if (!readable.writableNeedDrain) socket.destroy()
    else readable.once('drain', () => socket.destroy())
  }
  return { readable, writable: socket, closed, abandon }
}
