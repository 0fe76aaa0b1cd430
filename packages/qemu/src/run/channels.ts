import { CapbenchError, type ChannelName, type TranscriptSink } from '@capbench/core'
import { type Channel, keepTail, type Launched, type Tail, watchRecords } from '@capbench/host'
import { descriptors, serialPorts } from '../command/machine.ts'

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
  /** The program's timed region begins or ends. */
  readonly mark: () => void
  /** Output on `records` or `launcher`; `nearEnd` once the program has exited. */
  readonly output: (nearEnd: boolean) => void
  /** The launcher's report is over; what follows is the exit of the guest. */
  readonly reportOver: () => void
}

export interface OpenChannels {
  /** Resolves when every channel is at its end. */
  readonly drained: Promise<void>
  /** The last words of machine and driver. */
  readonly machine: Tail
  readonly driver: Tail
}

const tailBytes = 600

/**
 * Streams every channel of a guest into the sink, from the first byte to the last.
 *
 * @param nonces of the program and of the launcher
 */
export function readChannels(
  process: Launched,
  nonces: { readonly nonce: string; readonly launcherNonce: string },
  sink: TranscriptSink,
  marks: OutputMarks,
): OpenChannels {
  const tails = { machine: keepTail(tailBytes), driver: keepTail(tailBytes) }
  let nearEnd = false
  const program = watchRecords(nonces.nonce, (type) => {
    if (type === 'mark') marks.mark()
  })
  const launcher = watchRecords(nonces.launcherNonce, (type) => {
    if (type === 'exited' || type === 'error') nearEnd = true
    if (type === 'end') marks.reportOver()
  })
  const steering = (look: (chunk: Uint8Array) => void) => (chunk: Uint8Array) => {
    marks.initRuns()
    look(chunk)
    marks.output(nearEnd)
  }
  const looks: Partial<Record<ChannelName, (chunk: Uint8Array) => void>> = {
    console: tails.machine.add,
    driver: tails.driver.add,
    records: steering(program),
    launcher: steering(launcher),
  }
  const streams = [
    ...serialPorts.map(({ channel }) => ({ channel, stream: channelOf(process, descriptors[channel]).readable })),
    { channel: 'driver' as const, stream: process.stderr },
    { channel: 'driver' as const, stream: process.stdout },
  ]
  const ends = streams.map(({ channel, stream }) => {
    stream.on('data', (chunk: Buffer) => {
      sink.write(channel, chunk)
      looks[channel]?.(chunk)
    })
    return new Promise<void>((resolve) => stream.once('end', resolve))
  })
  return { ...tails, drained: Promise.all(ends).then(() => undefined) }
}
