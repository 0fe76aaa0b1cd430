import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TestContext } from 'vitest'

const schema = fileURLToPath(new URL('../../../schema/benchmark-result.capnp', import.meta.url))

/** The schema as the compiler lays it out. */
export function layout(context: TestContext): string {
  return Buffer.from(capnp(context, ['compile', '-ocapnp', schema], new Uint8Array())).toString()
}

/** A message through the real tool, from one of its formats to another: `capnp convert binary:canonical`. */
export function convert(context: TestContext, from: string, to: string, input: Uint8Array): Uint8Array {
  return capnp(context, ['convert', `${from}:${to}`, schema, 'BenchmarkResult'], input)
}

export function decode(context: TestContext, bytes: Uint8Array): string {
  return Buffer.from(capnp(context, ['decode', schema, 'BenchmarkResult'], bytes)).toString()
}

/** A segment behind a table that fits it. */
export function framed(segment: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(8 + segment.length)
  bytes.writeUInt32LE(segment.length / 8, 4)
  bytes.set(segment, 8)
  return bytes
}

function capnp(context: TestContext, args: readonly string[], input: Uint8Array): Uint8Array {
  const { status, stdout, stderr, error } = spawnSync('capnp', args, { input, maxBuffer: 64 * 1024 * 1024 })
  if (error !== undefined) context.skip('no capnp: install the Debian package capnproto')
  if (status !== 0) throw new Error(`capnp ${args.join(' ')}: ${status}: ${stderr}`)
  return stdout
}
