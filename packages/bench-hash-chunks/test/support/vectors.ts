import { encodeStream } from '@capbench/core/testing'
import type { Mode } from '../../src/records/formats.ts'
import type { HashParameters } from '../../src/work/parameters.ts'
import { fixtureRecords } from './fixture.ts'

/** The work of the examples in vectors/: small enough that all of it can be read. */
export const exampleWork: HashParameters = {
  hash: 'sha256',
  corpusBytes: 4096,
  chunkBytes: 512,
  passes: 2,
  seed: 1,
  scaling: 'strong',
}

/** Number of workers, and of CPUs, in each example. */
export const exampleWorkers = 2

function example(mode: Mode) {
  const kind = mode === 'processes' ? 'process' : 'thread'
  const choice = { mode, kind, variant: 'example', timedBy: 'cycles', cycles: 64 * 2 ** 20 } as const
  return fixtureRecords(exampleWork, exampleWorkers, choice)
}

const encoded = (records: ReturnType<typeof example>): string =>
  Buffer.from(encodeStream('-', { program: 'hash-chunks', version: '1.0.0' }, records)).toString()

/** Worker 1 hashed chunk 1 where chunk 6 was its work, and says so by its digest. */
const foreign = example('processes').map((record) => {
  const { prefixes } = example('processes').find(({ type }) => type === 'digests')?.value ?? {}
  if (record.type !== 'digests' || record.value.worker !== 1) return record
  const own = String(record.value.prefixes)
  return {
    ...record,
    value: { ...record.value, prefixes: own.slice(0, 16) + String(prefixes).slice(8, 16) + own.slice(24) },
  }
})

/** The examples by file name: what a system would print that has only a cycle counter and cannot be told a nonce. */
export const examples: Readonly<Record<string, { readonly mode: Mode; readonly text: string }>> = {
  'processes-smp2.log': { mode: 'processes', text: encoded(example('processes')) },
  'threads-smp2.log': { mode: 'threads', text: encoded(example('threads')) },
  'foreign-chunk.log': { mode: 'processes', text: encoded(foreign) },
}
