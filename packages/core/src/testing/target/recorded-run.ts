import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AuthorityProfile, defineAuthorityProfile } from '../../authority/profile.ts'
import { messageOf } from '../../error.ts'
import type { RunEnd } from '../../target/end.ts'
import type { HostEvent } from '../../target/events.ts'
import type { RunRequest, Target, TranscriptSink, Work } from '../../target/target.ts'

/** Everything that a target did during one call of `execute`. */
export interface RecordedRun {
  readonly request: RunRequest
  /** How it ended; `threw` where it broke its promise to return, or did not return in time. */
  readonly end: RunEnd | { readonly threw: string }
  readonly commands: readonly { readonly file: string; readonly args: readonly string[] }[]
  readonly channels: ReadonlyMap<string, Uint8Array>
  readonly events: readonly HostEvent[]
  readonly artifacts: ReadonlyMap<string, Uint8Array>
  /** Bytes that came before `started` was called. */
  readonly earlyBytes: number
  /** Calls of the sink after `execute` had returned; grows as they come. */
  readonly lateCalls: readonly string[]
}

export interface RunSettings {
  readonly vcpus: number
  /** What the programs may do. Default: compute and read a clock. */
  readonly authority?: AuthorityProfile
  /** Limit of the phase `run`, in ms. */
  readonly runTimeoutMs: number
  /** Most bytes of one channel; more aborts with `{ overflow: true }`, as a campaign does. */
  readonly maxChannelBytes: number
  /** How long `execute` may take at all, in ms. */
  readonly patienceMs: number
  /** When the run is cancelled. */
  readonly abort?: 'before' | 'at-start' | 'at-first-byte'
}

const modest = defineAuthorityProfile({ name: 'conformance', terms: ['cpu', 'clock.monotonic'] })

const nonce = (): string => randomBytes(16).toString('hex')

/** Calls `execute` once with nonces of its own and keeps what comes. */
export async function recordRun(
  target: Pick<Target, 'execute'>,
  work: (nonce: string) => Work,
  settings: RunSettings,
): Promise<RecordedRun> {
  const own = nonce()
  const request: RunRequest = {
    benchmark: 'conformance',
    caseName: `smp${settings.vcpus}`,
    vcpus: settings.vcpus,
    oversubscribe: false,
    work: work(own),
    authority: settings.authority ?? modest,
    nonce: own,
    launcherNonce: nonce(),
    runTimeoutMs: settings.runTimeoutMs,
  }
  const control = new AbortController()
  const kept = keep(settings, control)
  if (settings.abort === 'before') control.abort()
  const patience = new AbortController()
  const end = await Promise.race([
    execute(target, request, kept.sink, control.signal),
    sleep(settings.patienceMs, undefined, { signal: patience.signal }).then(
      () => ({ threw: `execute did not return within ${settings.patienceMs} ms` }),
      () => ({ threw: 'unreachable: nobody waits any more' }),
    ),
  ])
  patience.abort()
  return { request, end, ...kept.finish() }
}

async function execute(
  target: Pick<Target, 'execute'>,
  request: RunRequest,
  sink: TranscriptSink,
  signal: AbortSignal,
): Promise<RecordedRun['end']> {
  try {
    return await target.execute(request, sink, signal)
  } catch (error) {
    return { threw: `execute threw: ${messageOf(error)}` }
  }
}

function keep({ abort, maxChannelBytes }: RunSettings, control: AbortController) {
  const commands: { file: string; args: readonly string[] }[] = []
  const chunks = new Map<string, Uint8Array[]>()
  const sizes = new Map<string, number>()
  const events: HostEvent[] = []
  const artifacts = new Map<string, Uint8Array>()
  const lateCalls: string[] = []
  let earlyBytes = 0
  let returned = false
  const call = (name: string, act: () => void): void => {
    if (returned) lateCalls.push(name)
    else act()
  }
  const sink: TranscriptSink = {
    started: (command) =>
      call('started', () => {
        commands.push(command)
        if (abort === 'at-start') control.abort()
      }),
    write: (channel, chunk) =>
      call(`write to ${channel}`, () => {
        if (commands.length === 0) earlyBytes += chunk.length
        const size = (sizes.get(channel) ?? 0) + chunk.length
        sizes.set(channel, size)
        if (size <= maxChannelBytes) chunks.set(channel, [...(chunks.get(channel) ?? []), Uint8Array.from(chunk)])
        else control.abort({ overflow: true })
        if (abort === 'at-first-byte') control.abort()
      }),
    event: (event) => call(`event ${event.kind}`, () => events.push(event)),
    artifact: (name, bytes) => call(`artifact ${name}`, () => artifacts.set(name, Uint8Array.from(bytes))),
  }
  const finish = () => {
    returned = true
    const channels = new Map([...chunks].map(([name, parts]) => [name, new Uint8Array(Buffer.concat(parts))]))
    return { commands, channels, events, artifacts, earlyBytes, lateCalls }
  }
  return { sink, finish }
}
