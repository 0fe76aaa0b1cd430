import { type Benchmark, type Campaign, run, suite, withMethod } from '@capbench/core'
import { encodeStream, fakeTarget } from '@capbench/core/testing'
import { defineNoop } from '../import/noop.mjs'

export const noop: Benchmark = defineNoop(await import('@capbench/core'))

/** A campaign of two cases over a target that plays records and runs nothing. */
export function syntheticCampaign(store: string, runs: number): Promise<Campaign> {
  const target = fakeTarget({
    name: 'fake',
    play: ({ nonce }) => ({
      records: encodeStream(nonce, { program: 'noop', version: '1.0.0' }, [{ type: 'count', value: { count: 1 } }]),
    }),
  })
  const noops = suite({ name: 'noops', benchmarks: [noop], targets: [target] })
  return run(withMethod(noops, noop, { runs }), { store })
}
