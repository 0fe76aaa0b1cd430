import { randomBytes } from 'node:crypto'
import {
  type AuthorityProfile,
  authorityRecords,
  type ChannelName,
  defineAuthorityProfile,
  type HostEvent,
  type PrepareContext,
  type ProgramFile,
  type RunEnd,
  type RunRequest,
  type Target,
} from '@capbench/core'
import { guestProgram } from '@capbench/guest'

export const context: PrepareContext = {
  maxVcpus: 2,
  signal: new AbortController().signal,
  progress: () => {},
  environment: async (_name, capture) => capture(),
}

export interface GuestRun {
  readonly end: RunEnd
  readonly channels: Readonly<Record<ChannelName, string>>
  readonly events: readonly HostEvent[]
  readonly command: { readonly file: string; readonly args: readonly string[] } | undefined
  readonly request: RunRequest
  readonly program: ProgramFile
}

export interface RunOptions {
  readonly program?: ProgramFile
  readonly args?: readonly string[]
  /** Default: all that the programs of these tests do. */
  readonly authority?: AuthorityProfile
  readonly vcpus?: number
  readonly oversubscribe?: boolean
  readonly runTimeoutMs?: number
  readonly signal?: AbortSignal
  /** Called with each chunk, before it is kept. */
  readonly onWrite?: (channel: ChannelName, chunk: Uint8Array) => void
}

/** All that `proof-boot` and the modes of `bad` do; what bounds a profile has tests of its own. */
export const ofTestPrograms = defineAuthorityProfile({
  name: 'test',
  terms: [
    'cpu',
    'clock.monotonic',
    'memory.map',
    'process.spawn',
    'ipc.pipe',
    'signal',
    'timer',
    'identity',
    'file.read',
    'ipc.futex',
  ],
})

const nonce = (): string => randomBytes(16).toString('hex')

/** Runs one program on a target and keeps everything that came. */
export async function runGuest(target: Pick<Target, 'execute'>, options: RunOptions = {}): Promise<GuestRun> {
  const chunks: Record<ChannelName, Uint8Array[]> = {
    console: [],
    records: [],
    diagnostics: [],
    launcher: [],
    driver: [],
  }
  const events: HostEvent[] = []
  let command: GuestRun['command']
  const program = options.program ?? guestProgram('proof-boot')
  const request: RunRequest = {
    benchmark: 'test',
    caseName: 'smp1',
    vcpus: options.vcpus ?? 1,
    oversubscribe: options.oversubscribe ?? false,
    work: { form: 'program', program, args: options.args ?? [] },
    authority: options.authority ?? ofTestPrograms,
    nonce: nonce(),
    launcherNonce: nonce(),
    runTimeoutMs: options.runTimeoutMs ?? 60_000,
  }
  const sink = {
    started: (one: NonNullable<GuestRun['command']>): void => {
      command = one
    },
    write: (channel: ChannelName, chunk: Uint8Array): void => {
      options.onWrite?.(channel, chunk)
      chunks[channel].push(Buffer.from(chunk))
    },
    event: (event: HostEvent): void => {
      events.push(event)
    },
    artifact: () => {},
  }
  const end = await target.execute(request, sink, options.signal ?? new AbortController().signal)
  const text = (channel: ChannelName): string => Buffer.concat(chunks[channel]).toString('latin1')
  const channels = {
    console: text('console'),
    records: text('records'),
    diagnostics: text('diagnostics'),
    launcher: text('launcher'),
    driver: text('driver'),
  }
  return { end, channels, events, command, request, program }
}

/** What the launcher reports of any program, with a profile or without one. */
export const launcherTypes = ({ channels, request }: GuestRun): readonly string[] =>
  recordsOf(channels.launcher, request.launcherNonce)
    .map(({ type }) => type)
    .filter((type) => !Object.hasOwn(authorityRecords, type))

/** Types of the whole records of a nonce, in order, with their JSON. */
export function recordsOf(text: string, from: string): readonly { readonly type: string; readonly json: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, type, json] = new RegExp(`^@CB1 ${from} \\d+ (\\w+) (\\{.*\\})$`).exec(line) ?? []
    return type === undefined || json === undefined ? [] : [{ type, json }]
  })
}
