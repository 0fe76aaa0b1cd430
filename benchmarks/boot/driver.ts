import { randomBytes } from 'node:crypto'
import {
  type ChannelName,
  defineAuthorityProfile,
  type HostEvent,
  type JsonObject,
  type PrepareContext,
  type ProgramFile,
  type Target,
  type TargetFacts,
} from '@capbench/core'
import { childrenCpuMs } from '../measure/child.ts'

const signal = new AbortController().signal
const nonce = () => randomBytes(16).toString('hex')

/** Prepares a target alone, without a campaign around it. @throws Error where something is unmet */
export async function prepareAlone(target: Target): Promise<TargetFacts> {
  const environment: PrepareContext['environment'] = async (_, capture) => capture()
  const facts = await target.prepare({ maxVcpus: 1, signal, progress: () => {}, environment })
  const [unmet] = facts.unmet
  if (unmet !== undefined) throw new Error(`${target.name} needs ${unmet.need}: ${unmet.detail}. ${unmet.remedy}`)
  return facts
}

export interface DriverRun {
  /** From the call of `execute` to its return. */
  readonly totalMs: number
  /** CPU time of every process that the run started. */
  readonly cpuMs: number
  /** From the call of `execute` to the first byte of a channel. @throws Error where nothing came */
  readonly firstByteMs: (channel: ChannelName) => number
  readonly bytes: (channel: ChannelName) => Uint8Array
  /** What the driver keeps of a fact of the run; `undefined` where there is none. */
  readonly fact: (name: string) => JsonObject | undefined
  readonly launcherNonce: string
}

/** One run through the target's contract, into a sink that keeps bytes and times and writes nothing. */
export async function driverRun(target: Target, program: ProgramFile): Promise<DriverRun> {
  const first = new Map<ChannelName, number>()
  const facts = new Map<string, JsonObject>()
  const chunks = new Map<ChannelName, Uint8Array[]>()
  const request = {
    benchmark: 'proof-boot',
    caseName: 'smp1',
    vcpus: 1,
    oversubscribe: false,
    work: { form: 'program' as const, program, args: [] },
    authority: defineAuthorityProfile({ name: 'boot', terms: ['cpu', 'process.spawn', 'ipc.pipe'] }),
    nonce: nonce(),
    launcherNonce: nonce(),
    runTimeoutMs: 60_000,
  }
  const sink = {
    started: () => {},
    event: (event: HostEvent) => {
      if (event.kind === 'fact') facts.set(event.name, event.value)
    },
    artifact: () => {},
    write: (channel: ChannelName, chunk: Uint8Array) => {
      if (!first.has(channel)) first.set(channel, performance.now() - start)
      chunks.set(channel, [...(chunks.get(channel) ?? []), Uint8Array.from(chunk)])
    },
  }
  const cpuBefore = childrenCpuMs()
  const start = performance.now()
  const end = await target.execute(request, sink, signal)
  const totalMs = performance.now() - start
  const cpuMs = childrenCpuMs() - cpuBefore
  if (end.end !== 'finished') throw new Error(`a run of ${target.name} ended as ${end.end}: ${end.detail}`)
  const firstByteMs = (channel: ChannelName) => {
    const at = first.get(channel)
    if (at === undefined) throw new Error(`nothing came on ${channel}: ${end.detail}`)
    return at
  }
  const bytes = (channel: ChannelName) => Buffer.concat(chunks.get(channel) ?? [])
  return { totalMs, cpuMs, firstByteMs, bytes, fact: (name) => facts.get(name), launcherNonce: request.launcherNonce }
}
