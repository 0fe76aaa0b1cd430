import { homedir } from 'node:os'
import { canonicalJson } from '../encode/canonical.ts'
import type { RunRecord } from '../evidence/run-record.ts'
import type { Stage, StageFile } from '../evidence/stage.ts'
import type { ChannelName } from '../protocol/grammar.ts'
import type { TranscriptSink } from '../target/target.ts'
import { monotonicNs } from './clock.ts'

/** Chunks of one channel that arrive within this time are one entry of `timing.jsonl`. */
const coalesceNs = 1_000_000
/** Most entries of `timing.jsonl` of one run; later chunks are kept, their times are not. */
const maxTimings = 20_000

/** A sink that writes one run into its folder, and keeps the bytes for the assessment right after the run. */
export interface RecordingSink extends TranscriptSink {
  readonly command: () => RunRecord['command']
  readonly channel: (name: string) => Uint8Array
  /** Flushes every file and describes the channels. */
  readonly close: () => RunRecord['channels']
}

/** Evidence travels: the home directory's name says who made it. `$HOME` lets a shell repeat the command all the same. */
function withoutHome(text: string): string {
  const home = homedir()
  return home.length > 1 ? text.replaceAll(home, '$HOME') : text
}

interface Channel {
  readonly file: StageFile
  readonly chunks: Uint8Array[]
  bytes: number
  truncated: boolean
  lastNs: number
}

/** @param overflow called once, when a channel passes `maxBytes`; bytes past the limit are not kept. */
export function recordInto(stage: Stage, folder: string, maxBytes: number, overflow: () => void): RecordingSink {
  const channels = new Map<ChannelName, Channel>()
  const encoder = new TextEncoder()
  let command: RunRecord['command'] = null
  let timings = 0
  const timing = stage.open(`${folder}/timing.jsonl`)
  const host = stage.open(`${folder}/host.jsonl`)
  const line = (file: StageFile, value: Parameters<typeof canonicalJson>[0]) =>
    file.append(encoder.encode(`${canonicalJson(value)}\n`))
  return {
    started: ({ file, args }) => {
      command ??= { file: withoutHome(file), args: args.map(withoutHome) }
    },
    event: (event) => line(host, event as unknown as Parameters<typeof canonicalJson>[0]),
    write: (name, chunk) => {
      const channel = channels.get(name) ?? {
        file: stage.open(`${folder}/${name}.log`),
        chunks: [],
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
      const kept = Uint8Array.from(chunk.subarray(0, maxBytes - channel.bytes))
      channel.file.append(kept)
      channel.chunks.push(kept)
      channel.bytes += kept.length
      if (kept.length < chunk.length) {
        channel.truncated = true
        overflow()
      }
    },
    command: () => command,
    channel: (name) => Buffer.concat(channels.get(name as ChannelName)?.chunks ?? []),
    close: () => {
      for (const { file } of channels.values()) file.close()
      timing.close()
      host.close()
      return [...channels].map(([name, { bytes, truncated }]) => ({ name, bytes, truncated }))
    },
  }
}
