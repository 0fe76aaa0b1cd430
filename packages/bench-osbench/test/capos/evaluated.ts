import { type Benchmark, type Setting, smp, type Transcript } from '@capbench/core'
import { encodeStream } from '@capbench/core/testing'
import {
  type CaposPrimitivesOptions,
  caposPrimitives,
  type PrimitiveArea,
} from '../../src/capos/primitives/primitives.ts'
import { type FixtureRecord, fixtureErrors } from './fixtures.ts'

export const setting: Setting = { parameters: {}, case: smp(1), system: 'capos', cpus: 1 }

/** What a console shows that prints these records among its own lines. */
export function consoleOf(records: readonly FixtureRecord[], program = 'fixture'): Uint8Array {
  const stream = encodeStream('-', { program, version: '1.0.0' }, records)
  return Buffer.concat([Buffer.from('[kernel] a line of the system itself\n'), stream, Buffer.from('[kernel] bye\n')])
}

export function transcriptOf(bytes: Uint8Array): Transcript {
  return {
    nonce: '-',
    channel: (name) => (name === 'console' ? bytes : new Uint8Array()),
    artifact: () => new Uint8Array(),
  }
}

export const primitives: { readonly [A in PrimitiveArea]: Benchmark } = caposPrimitives({
  errors: fixtureErrors,
} satisfies CaposPrimitivesOptions)

export const judge = (area: PrimitiveArea | Benchmark, records: readonly FixtureRecord[]) =>
  (typeof area === 'string' ? primitives[area] : area).evaluate(transcriptOf(consoleOf(records)), setting)

/** Why the records are refused, as text; empty where they are accepted. */
export function refusal(area: PrimitiveArea, records: readonly FixtureRecord[]): string {
  const evaluation = judge(area, records)
  if (!evaluation.complete) return `records lost: ${evaluation.lost}`
  return evaluation.verdict.accepted ? '' : evaluation.verdict.rejected.join('; ')
}
