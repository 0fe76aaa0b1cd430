import { framed, type Parsed, Type } from '@capbench/core'
import type { StreamVector } from './vectors.ts'
import { nonceOf } from './vectors.ts'

/** Whether the SDK takes a stream that a program of a vector wrote, with the types that the vector itself uses. */
export function readStream(bytes: Uint8Array, vector: StreamVector): Parsed<string> {
  const types = vector.steps.flatMap((step) => (step.do === 'record' ? [[step.type, Type.Object({})] as const] : []))
  return framed({ version: 1, records: Object.fromEntries(types), observe: () => 'whole' }).parse({
    nonce: nonceOf(vector),
    channel: (name) => (name === 'records' ? bytes : new Uint8Array()),
    artifact: () => new Uint8Array(),
  })
}
