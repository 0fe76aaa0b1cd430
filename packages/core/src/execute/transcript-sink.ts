import { canonicalJson } from '../encode/canonical.ts'
import { CapbenchError } from '../error.ts'
import { assertName } from '../evidence/paths.ts'
import type { RunRecord } from '../evidence/run-record.ts'
import type { Stage, StageFile } from '../evidence/stage.ts'
import type { ChannelName } from '../protocol/grammar.ts'
import type { TranscriptSink } from '../target/target.ts'
import { monotonicNs } from './clock.ts'
import { withoutHome } from './without-home.ts'

/** Chunks of one channel that arrive within this time are one entry of `timing.jsonl`. */
const coalesceNs = 1_000_000
/** Most entries of `timing.jsonl` of one run; later chunks are kept, their times are not. */
const maxTimings = 20_000
/** Most lines of `host.jsonl` of one run; a run that tells more is flooded. */
const maxEvents = 20_000

/** How much one run may write. */
export interface SinkLimits {
  /** Of one channel or artifact. */
  readonly channelBytes: number
  /** That the campaign has left for all channels of all runs. */
  readonly room: () => number
}

/** A sink that writes one run into its folder. Nothing is kept in memory: a guest may print one byte a chunk. */
export interface RecordingSink extends TranscriptSink {
  readonly command: () => RunRecord['command']
  /** Flushes every file and describes the channels. What a target writes later comes too late and is not kept. */
  readonly close: () => Pick<RunRecord, 'channels' | 'artifacts'>
}

interface Channel {
  readonly file: StageFile
  bytes: number
  truncated: boolean
  lastNs: number
}

/**
 * @param stop `overflow` is called, with a sentence, when a limit is passed; bytes past it are not kept. `broken` is
 *   called where the store cannot be written: the sink is called from the events of streams, where nobody could catch.
 */
export function recordInto(
  stage: Stage,
  folder: string,
  limits: SinkLimits,
  stop: { readonly overflow: (detail: string) => void; readonly broken: (error: unknown) => void },
): RecordingSink {
  const channels = new Map<ChannelName, Channel>()
  const artifacts = new Map<string, number>()
  const encoder = new TextEncoder()
  let command: RunRecord['command'] = null
  let timings = 0
  let events = 0
  let closed = false
  const timing = stage.open(`${folder}/timing.jsonl`)
  const host = stage.open(`${folder}/host.jsonl`)
  const line = (file: StageFile, value: Parameters<typeof canonicalJson>[0]) =>
    file.append(encoder.encode(`${canonicalJson(value)}\n`))
  const { channelBytes } = limits
  const overflow = (what: string, kept: number) => {
    const passed =
      kept < channelBytes ? 'the campaign passed its limit' : `${what} passed its limit of ${channelBytes} bytes`
    stop.overflow(`${passed}; the run was ended and the rest is not kept`)
  }
  /** Bytes of a channel or artifact that may still be kept. */
  const mayKeep = (before: number) => Math.max(0, Math.min(channelBytes - before, limits.room()))
  const append = (name: ChannelName, chunk: Uint8Array) => {
    const channel = channels.get(name) ?? {
      file: stage.open(`${folder}/${name}.log`),
      bytes: 0,
      truncated: false,
      lastNs: Number.NEGATIVE_INFINITY,
    }
    channels.set(name, channel)
    if (channel.truncated) return
    const atNs = monotonicNs()
    if (atNs - channel.lastNs > coalesceNs && timings < maxTimings) {
      line(timing, { atNs, channel: name, offset: channel.bytes })
      channel.lastNs = atNs
      timings++
    }
    const kept = chunk.subarray(0, mayKeep(channel.bytes))
    channel.file.append(kept)
    channel.bytes += kept.length
    if (kept.length < chunk.length) {
      channel.truncated = true
      overflow(`the channel ${name}`, channel.bytes)
    }
  }
  const guarded = (work: () => void) => {
    if (closed) return
    try {
      work()
    } catch (error) {
      closed = true
      stop.broken(error)
    }
  }
  return {
    started: ({ file, args }) => {
      command ??= { file: withoutHome(file), args: args.map(withoutHome) }
    },
    event: (event) =>
      guarded(() => {
        if (events === maxEvents) stop.overflow(`more than ${maxEvents} events of the host; the run was ended`)
        else line(host, event as unknown as Parameters<typeof canonicalJson>[0])
        events = Math.min(events + 1, maxEvents)
      }),
    write: (name, chunk) => guarded(() => append(name, chunk)),
    artifact: (name, bytes) => {
      assertName('an artifact', name)
      if (artifacts.has(name))
        throw new CapbenchError('CAPBENCH_BUG', `the artifact ${name} is given twice; name each file of a run once`)
      guarded(() => {
        const kept = bytes.subarray(0, mayKeep(0))
        stage.write(`${folder}/artifacts/${name}`, kept)
        artifacts.set(name, kept.length)
        if (kept.length < bytes.length) overflow(`the artifact ${name}`, kept.length)
      })
    },
    command: () => command,
    close: () => {
      closed = true
      for (const file of [...[...channels.values()].map((channel) => channel.file), timing, host]) {
        try {
          file.close()
        } catch (error) {
          stop.broken(error)
        }
      }
      return {
        channels: [...channels].map(([name, { bytes, truncated }]) => ({ name, bytes, truncated })),
        artifacts: [...artifacts].map(([name, bytes]) => ({ name, bytes })),
      }
    },
  }
}
