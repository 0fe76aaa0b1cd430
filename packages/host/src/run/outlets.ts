import type { Readable } from 'node:stream'
import type { ChannelName, TranscriptSink } from '@capbench/core'

/** A stream of a process and the channel of the transcript that it goes to. */
export interface Outlet {
  readonly channel: ChannelName
  readonly stream: Readable
  /** Sees every chunk after it was kept. */
  readonly look?: (chunk: Uint8Array) => void
}

/** Streams every outlet into the sink, from its first byte to its last. Resolves when all are at their end. */
export async function drainOutlets(outlets: readonly Outlet[], sink: TranscriptSink): Promise<void> {
  await Promise.all(
    outlets.map(({ channel, stream, look }) => {
      stream.on('data', (chunk: Buffer) => {
        sink.write(channel, chunk)
        look?.(chunk)
      })
      return new Promise((resolve) => stream.once('end', resolve))
    }),
  )
}
