import type { Benchmark } from '../../define/benchmark.ts'
import type { JsonObject } from '../../define/json.ts'
import type { System } from '../../define/system.ts'
import { CapbenchError } from '../../error.ts'
import type { Transcript } from '../../parse/transcript.ts'
import type { ChannelName } from '../../protocol/grammar.ts'
import type { Setting } from '../../verify/verdict.ts'

/** What one real run of a benchmark left behind, and how it was made. */
export interface RecordedTranscript {
  readonly case: string
  /** Default `linux`. */
  readonly system?: System
  /** CPUs that the target presented. Default: as many as the case has. */
  readonly cpus?: number
  /** Parameters that were not the default ones. */
  readonly parameters?: JsonObject
  /** The nonce that the program was given. */
  readonly nonce: string
  readonly channels: { readonly [C in ChannelName]?: Uint8Array | string }
  /** Files that a harness left behind. */
  readonly artifacts?: { readonly [name: string]: Uint8Array | string }
}

export type Files = ReadonlyMap<string, Uint8Array>

/** The same, complete. */
export interface Recording {
  /** For messages. */
  readonly name: string
  readonly setting: Setting
  readonly nonce: string
  readonly channels: Files
  readonly artifacts: Files
}

/** @throws CAPBENCH_USAGE for a case or parameter that the benchmark does not have */
export function readRecording(benchmark: Benchmark, recorded: RecordedTranscript, index: number): Recording {
  const found = benchmark.cases.find(({ name }) => name === recorded.case)
  if (found === undefined) {
    const known = benchmark.cases.map(({ name }) => name).join(', ')
    throw new CapbenchError(
      'CAPBENCH_USAGE',
      `transcript ${index} is of the case "${recorded.case}"; ${benchmark.name} has ${known}`,
    )
  }
  const { system = 'linux', cpus = found.vcpus, parameters = {} } = recorded
  return {
    name: `${system}/${found.name} ${index}`,
    setting: { parameters: benchmark.parametersWith(parameters), case: found, system, cpus },
    nonce: recorded.nonce,
    channels: filesOf(recorded.channels),
    artifacts: filesOf(recorded.artifacts ?? {}),
  }
}

function filesOf(files: { readonly [name: string]: Uint8Array | string }): Files {
  const text = new TextEncoder()
  return new Map(
    Object.entries(files).map(([name, value]) => [name, typeof value === 'string' ? text.encode(value) : value]),
  )
}

const nothing = new Uint8Array()

export function transcriptOf({ nonce, channels, artifacts }: Omit<Recording, 'name' | 'setting'>): Transcript {
  return {
    nonce,
    channel: (name) => channels.get(name) ?? nothing,
    artifact: (name) => artifacts.get(name) ?? nothing,
  }
}

/** Recordings that were made in the same way, together. */
export function rows(recordings: readonly Recording[]): readonly (readonly Recording[])[] {
  const byKey = Map.groupBy(recordings, ({ setting }) =>
    JSON.stringify([setting.system, setting.case.name, setting.cpus, setting.parameters]),
  )
  return [...byKey.values()]
}
