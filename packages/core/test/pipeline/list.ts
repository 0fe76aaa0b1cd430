import { defineBenchmark, framed, type Result, run, smp, suite, Type, verdictOf } from '@capbench/core'
import { encodeStream, fakeTarget } from '@capbench/core/testing'
import type { Nondeterminism } from '../../src/define/method.ts'
import { temporaryDirectory } from '../store.ts'
import { common, program } from './toy.ts'

const Item = Type.Object({ name: Type.String(), ns: Type.Integer() })

export interface List {
  readonly items: readonly { readonly name: string; readonly ns: number }[]
  readonly extra?: unknown
}

/** What one benchmark of the same shape does otherwise. */
export interface Variant {
  readonly nondeterminism?: readonly Nondeterminism[]
  readonly extra?: () => unknown
  readonly judge?: (list: List) => void
  readonly from?: (list: List) => readonly number[]
}

/** A list of named times; what the runs of one case print is given run by run. */
export async function listResult(runs: readonly List['items'][], variant: Variant = {}): Promise<Result> {
  const list = defineBenchmark({
    ...common,
    name: 'list',
    tier: 3,
    parameters: Type.Object({}),
    cases: [smp(1)],
    workloads: { linux: { form: 'program', program: () => program, args: () => [] } },
    nondeterminism: variant.nondeterminism ?? [],
    proofs: [],
    parser: framed({
      version: 1,
      records: { item: Item },
      observe: ({ item }): List => ({ items: item, ...(variant.extra && { extra: variant.extra() }) }),
    }),
    verify: {
      name: 'list',
      version: 1,
      judge: (seen) => {
        variant.judge?.(seen)
        return verdictOf({ items: undefined })
      },
    },
    metrics: {
      first: {
        kind: 'distribution',
        unit: 'ns',
        clock: 'CLOCK_MONOTONIC',
        better: 'lower',
        from: (seen) => variant.from?.(seen) ?? [seen.items[0]?.ns ?? 0],
      },
    },
    method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: runs.length, timeoutMs: 1000 },
  })
  let seen = 0
  const target = fakeTarget({
    name: 'fake',
    play: ({ nonce }) => {
      const records = (runs[seen++] ?? []).map((value) => ({ type: 'item', value }))
      return { records: encodeStream(nonce, { program: 'list', version: '1' }, records) }
    },
  })
  const campaign = await run(suite({ name: 'lists', benchmarks: [list], targets: [target] }), {
    store: temporaryDirectory(),
  })
  return campaign.result(list, target, 'smp1', 'first')
}
