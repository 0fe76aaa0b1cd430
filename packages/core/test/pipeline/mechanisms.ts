import { defineBenchmark, framed, type PartOutcome, run, smp, suite, Type, verdictOf } from '@capbench/core'
import { encodeStream, fakeTarget } from '@capbench/core/testing'
import type { Mechanisms } from '../../src/define/mechanism.ts'
import { temporaryDirectory } from '../store.ts'
import { common, program } from './toy.ts'

/** What one run of a benchmark of two parts says of its second part. */
export type Said = number | PartOutcome

export interface Parts {
  /** Of each measured run, in their order, the same on every system. */
  readonly runs: readonly Said[]
  readonly mechanisms?: Mechanisms
  readonly authority?: readonly 'net.loopback'[]
}

const Item = Type.Object({ said: Type.Unknown() })

/** A campaign of a benchmark with the metrics `first`, always 7, and `second`, on Linux and on another system. */
export async function campaignOfParts({ runs, mechanisms, authority }: Parts) {
  const parts = defineBenchmark({
    ...common,
    name: 'parts',
    tier: 2,
    parameters: Type.Object({}),
    cases: [smp(1)],
    workloads: {
      linux: { form: 'program', program: () => program, args: () => [] },
      capos: { form: 'program', program: () => program, args: () => [] },
    },
    nondeterminism: [{ path: 'said', rule: 'any', why: 'what is tested' }],
    proofs: [],
    parser: framed({
      version: 1,
      records: { item: Item },
      observe: ({ item }): { said: Said } => ({ said: item[0]?.said as Said }),
    }),
    verify: { name: 'any', version: 1, judge: () => verdictOf({ any: undefined }) },
    metrics: {
      first: { unit: 'ns', clock: 'CLOCK_MONOTONIC', better: 'lower', from: () => 7 },
      second: {
        unit: 'ns',
        clock: 'CLOCK_MONOTONIC',
        better: 'lower',
        ...(mechanisms && { mechanisms }),
        ...(authority && { authority }),
        outcome: ({ said }) => (typeof said === 'number' ? { measured: true } : said),
        from: ({ said }) => {
          if (typeof said !== 'number') throw new Error('a part without a number was measured')
          return said
        },
      },
    },
    method: { warmup: { runs: 0, why: 'nothing is timed' }, runs: runs.length, timeoutMs: 1000 },
  })
  const target = (system: 'linux' | 'capos', role: 'reference' | 'subject') => {
    let seen = 0
    return fakeTarget({
      name: system,
      system,
      role,
      play: ({ nonce }) => {
        const said = runs[seen++] as never
        const records = [{ type: 'item', value: { said } }]
        return { records: encodeStream(nonce, { program: 'parts', version: '1' }, records) }
      },
    })
  }
  const targets = [target('linux', 'reference'), target('capos', 'subject')]
  const whole = suite({ name: 'parts', benchmarks: [parts], targets })
  const campaign = await run(whole, { store: temporaryDirectory() })
  return { campaign, parts, targets }
}

export type PartsCampaign = Awaited<ReturnType<typeof campaignOfParts>>

export function resultOn({ campaign }: PartsCampaign, system: 'linux' | 'capos', metric: 'first' | 'second') {
  const found = campaign.results.find((result) => result.system === system && result.metric === metric)
  if (found === undefined) throw new Error(`no result of ${metric} on ${system}`)
  return found
}
