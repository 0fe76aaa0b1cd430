import type { ChannelName, HostEvent, RunEnd, TranscriptSink } from '@capbench/core'
import { redactStream, redactText, redactValue, type StreamRedactor } from './redact.ts'

/** A sink through which no secret passes. */
export interface RedactingSink extends TranscriptSink {
  /** Hands over what was held back as a possible begin of a secret; call it when the run is over. */
  readonly flush: () => void
  /** Takes the secrets out of how a run ended. */
  readonly clean: (end: RunEnd) => RunEnd
}

/** Takes the secrets out of every channel, artifact, event and command before anything is stored. */
export function redactingSink(sink: TranscriptSink, secrets: readonly string[]): RedactingSink {
  const streams = new Map<ChannelName, StreamRedactor>()
  const streamOf = (channel: ChannelName): StreamRedactor => {
    const stream = streams.get(channel) ?? redactStream(secrets)
    streams.set(channel, stream)
    return stream
  }
  const write = (channel: ChannelName, bytes: Uint8Array): void => {
    if (bytes.length > 0) sink.write(channel, bytes)
  }
  return {
    started: (command) => sink.started(redactValue(command, secrets)),
    write: (channel, chunk) => write(channel, streamOf(channel).push(chunk)),
    artifact: (name, bytes) => {
      const whole = redactStream(secrets)
      sink.artifact(name, Buffer.concat([whole.push(bytes), whole.end()]))
    },
    event: (event) => sink.event(cleanEvent(event, secrets)),
    flush: () => {
      for (const [channel, stream] of streams) write(channel, stream.end())
    },
    clean: (end) => cleanEnd(end, secrets),
  }
}

/** Only what came from outside: the words of an event's own vocabulary stay, whatever a secret is. */
function cleanEvent(event: HostEvent, secrets: readonly string[]): HostEvent {
  switch (event.kind) {
    case 'step':
      return { ...event, text: redactText(event.text, secrets) }
    case 'qmp':
      return { ...event, event: redactValue(event.event, secrets) }
    case 'fact':
      return { ...event, value: redactValue(event.value, secrets) }
    case 'mark':
      return { ...event, region: redactText(event.region, secrets) }
    case 'emulator':
      return { ...event, args: redactValue(event.args, secrets) }
    case 'affinity':
    case 'cpu-times':
    case 'schedstat':
    case 'phase':
    case 'privileged':
      return event
    default:
      return event satisfies never
  }
}

function cleanEnd(end: RunEnd, secrets: readonly string[]): RunEnd {
  const { exit } = end
  const detail = redactText(end.detail, secrets)
  return exit.kind === 'not-started'
    ? { ...end, detail, exit: { ...exit, message: redactText(exit.message, secrets) } }
    : { ...end, detail }
}
