import type { JsonObject, Transcript } from '@capbench/core'
import { encodeStream } from '@capbench/core/testing'
import { nonce, runToEnd } from './run.ts'

/** A transcript of a program that wrote these bytes to descriptor 1. */
export function transcriptOf(records: Uint8Array): Transcript {
  return {
    nonce,
    channel: (name) => (name === 'records' ? records : new Uint8Array()),
    artifact: () => new Uint8Array(),
  }
}

export interface Record {
  readonly type: string
  readonly value: JsonObject
}

/** The records between `begin` and `end`. */
export function recordsOf(bytes: Uint8Array): readonly Record[] {
  const lines = Buffer.from(bytes).toString().trimEnd().split('\n').slice(1, -1)
  return lines.map((line) => {
    const [, , , type = '', ...rest] = line.split(' ')
    return { type, value: JSON.parse(rest.join(' ')) as JsonObject }
  })
}

/** A transcript with other records, framed as a program of this name would have framed them. */
export function reframed(program: string, records: readonly Record[]): Transcript {
  return transcriptOf(encodeStream(nonce, { program, version: '1.0.0' }, records))
}

/** CPUs that a process of this host may run on, as coreutils count them. */
export async function cpusHere(): Promise<number> {
  return Number((await runToEnd('/usr/bin/nproc', [])).stdout.toString())
}
