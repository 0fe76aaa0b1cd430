import {
  defineAuthorityProfile,
  type HostEvent,
  type RunRequest,
  type Target,
  type TranscriptSink,
} from '@capbench/core'
import { guestProgram } from '@capbench/guest'

export const nonces = { nonce: 'a'.repeat(32), launcherNonce: 'b'.repeat(32) }

/** Keeps what a run produces. */
export function recording() {
  const chunks = new Map<string, Uint8Array[]>()
  const events: HostEvent[] = []
  const commands: { file: string; args: readonly string[] }[] = []
  const sink: TranscriptSink = {
    started: (command) => commands.push(command),
    write: (channel, chunk) => chunks.set(channel, [...(chunks.get(channel) ?? []), Uint8Array.from(chunk)]),
    event: (event) => events.push(event),
    artifact: () => {},
  }
  const bytes = (channel: string): Buffer => Buffer.concat(chunks.get(channel) ?? [])
  /** Types and values of the records on a channel, whatever their order. */
  const records = (channel: string): { type: string; value: unknown }[] =>
    bytes(channel)
      .toString('latin1')
      .split('\n')
      .flatMap((line) => {
        const [, type, json] = /^@CB1 \S+ \d+ (\S+) (\{.*\})$/.exec(line) ?? []
        return type === undefined ? [] : [{ type, value: JSON.parse(json ?? '') }]
      })
  return { sink, events, commands, bytes, records }
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

/** A request for one of the programs that come with the guest package. */
export function requestFor(
  name: 'proof-boot' | 'bad',
  args: readonly string[] = [],
  change: Partial<RunRequest> = {},
): RunRequest {
  return {
    benchmark: 'test',
    caseName: 'smp1',
    vcpus: 1,
    oversubscribe: false,
    work: { form: 'program', program: guestProgram(name), args },
    authority: ofTestPrograms,
    runTimeoutMs: 20_000,
    ...nonces,
    ...change,
  }
}

/** The same request with another program in it. */
export function withProgram(
  request: RunRequest,
  change: { readonly path: string; readonly name?: string },
): RunRequest {
  if (request.work.form !== 'program') throw new Error('a request for a program was wanted')
  return { ...request, work: { ...request.work, program: { ...request.work.program, ...change } } }
}

export async function prepared<T extends Target>(target: T): Promise<T> {
  await prepare(target)
  return target
}

export function prepare(target: Target) {
  const environment = new Map<string, unknown>()
  return target
    .prepare({
      maxVcpus: 2,
      signal: new AbortController().signal,
      progress: () => {},
      environment: async (name, capture) => {
        const value = await capture()
        environment.set(name, value)
        return value
      },
    })
    .then((facts) => ({ facts, environment }))
}
