import { randomBytes } from 'node:crypto'
import { type ChannelName, defineAuthorityProfile, type HostEvent, type RunEnd, type Target } from '@capbench/core'
import { context } from './run-guest.ts'

export interface HarnessOutcome {
  readonly end: RunEnd
  readonly channels: Readonly<Partial<Record<ChannelName, string>>>
  readonly artifacts: Readonly<Record<string, string>>
  readonly events: readonly HostEvent[]
  readonly nonce: string
  readonly command: readonly string[]
}

export interface HarnessRunOptions {
  readonly caseName?: string
  readonly vcpus?: number
  readonly runTimeoutMs?: number
  readonly nonce?: string
  readonly signal?: AbortSignal
  readonly onWrite?: (channel: ChannelName, text: string) => void
}

/** Prepares a harness, runs it once and keeps everything that came. */
export async function runHarness(target: Target, options: HarnessRunOptions = {}): Promise<HarnessOutcome> {
  const facts = await target.prepare(context)
  if (facts.unmet.length > 0) throw new Error(JSON.stringify(facts.unmet))
  const channels: Partial<Record<ChannelName, string>> = {}
  const artifacts: Record<string, string> = {}
  const events: HostEvent[] = []
  let command: readonly string[] = []
  const nonce = options.nonce ?? randomBytes(16).toString('hex')
  const vcpus = options.vcpus ?? 1
  const end = await target.execute(
    {
      benchmark: 'test',
      caseName: options.caseName ?? `smp${vcpus}`,
      vcpus,
      oversubscribe: false,
      work: { form: 'console', dialogue: [] },
      authority: defineAuthorityProfile({ name: 'test', terms: ['cpu'] }),
      nonce,
      launcherNonce: randomBytes(16).toString('hex'),
      runTimeoutMs: options.runTimeoutMs ?? 60_000,
    },
    {
      started: ({ file, args }) => {
        command = [file, ...args]
      },
      write: (channel, chunk) => {
        const text = Buffer.from(chunk).toString('latin1')
        channels[channel] = (channels[channel] ?? '') + text
        options.onWrite?.(channel, text)
      },
      artifact: (name, bytes) => {
        artifacts[name] = Buffer.from(bytes).toString('latin1')
      },
      event: (event) => {
        events.push(event)
      },
    },
    options.signal ?? new AbortController().signal,
  )
  return { end, channels, artifacts, events, nonce, command }
}

type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>

export function ofKind<K extends HostEvent['kind']>(events: readonly HostEvent[], kind: K): readonly EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind)
}

/** The values of a named fact. */
export function factsNamed(events: readonly HostEvent[], name: string): readonly unknown[] {
  return ofKind(events, 'fact').flatMap((event) => (event.name === name ? [event.value] : []))
}
