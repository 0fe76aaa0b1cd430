import type { ChannelName, TranscriptSink } from '@capbench/core'
import { CapbenchError } from '@capbench/core'
import type { Channel, Launched } from '@capbench/host'
import { descriptors, serialPorts } from '../command/machine.ts'
import { watchLauncher } from './launcher-watch.ts'
import { keepTail, type Tail } from './tail.ts'

/** Our end of a descriptor of QEMU. */
export function channelOf(process: Launched, descriptor: number): Channel {
  const channel = process.channels[descriptor - 3]
  if (channel) return channel
  throw new CapbenchError('CAPBENCH_BUG', `descriptor ${descriptor} of QEMU was not made`)
}

/** What the output of a guest tells about how far it is. */
export interface OutputMarks {
  /** The first byte on `records` or `launcher`: init runs. */
  readonly initRuns: () => void
  /** Output on one of them; `nearEnd` once the program has exited. */
  readonly output: (nearEnd: boolean) => void
  /** The launcher's report is over; what follows is the exit of the guest. */
  readonly reportOver: () => void
}

export interface OpenChannels {
  /** Resolves when every channel is at its end. */
  readonly drained: Promise<void>
  /** The last words of machine and driver. */
  readonly console: Tail
  readonly driver: Tail
}

const tailBytes = 600

/** Streams every channel of a guest into the sink, from the first byte to the last. */
export function readChannels(
  process: Launched,
  launcherNonce: string,
  sink: TranscriptSink,
  marks: OutputMarks,
): OpenChannels {
  const tails = { console: keepTail(tailBytes), driver: keepTail(tailBytes) }
  const progressOf = watchLauncher(launcherNonce)
  const take = (channel: ChannelName, chunk: Uint8Array): void => {
    sink.write(channel, chunk)
    if (channel === 'console' || channel === 'driver') tails[channel].add(chunk)
    if (channel !== 'records' && channel !== 'launcher') return
    marks.initRuns()
    const progress = channel === 'launcher' ? progressOf(chunk) : 'running'
    marks.output(progress !== 'running')
    if (progress === 'ended') marks.reportOver()
  }
  const streams = [
    ...serialPorts.map(({ channel }) => ({ channel, stream: channelOf(process, descriptors[channel]).readable })),
    { channel: 'driver' as const, stream: process.stderr },
    { channel: 'driver' as const, stream: process.stdout },
  ]
  const ends = streams.map(({ channel, stream }) => {
    stream.on('data', (chunk: Buffer) => take(channel, chunk))
    return new Promise<void>((resolve) => stream.once('end', resolve))
  })
  return { ...tails, drained: Promise.all(ends).then(() => undefined) }
}
