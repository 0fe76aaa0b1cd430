import { describe, expect, test } from 'vitest'
import type { HostEvent } from '../../../src/target/events.ts'
import { contentionOf, withOffCpu } from '../../../src/verify/contention/contention.ts'
import { placementOf } from '../../../src/verify/placement.ts'
import { mark, ms, schedstat, vcpuThreads } from './events.ts'

const of = (events: readonly HostEvent[]) => contentionOf(events, placementOf(events, true))

test('several machines of one run, as a harness boots them, are judged one by one', () => {
  const events = (delay: number): readonly HostEvent[] => [
    schedstat(100, [{ tid: 10 }]),
    schedstat(200, [{ tid: 20 }, { tid: 21 }]),
    schedstat(1100, [{ tid: 10, run: 900, delay }]),
    schedstat(5200, [{ tid: 20, run: 4900 }, { tid: 22 }]),
  ]
  expect(of(events(600))).toMatchObject({
    region: 'whole-run',
    wallNs: 5000 * ms,
    threads: [{ tid: 10 }, { tid: 20, runNs: 4900 * ms }, { tid: 22 }],
    contaminations: [{ kind: 'runDelay', value: 0.6 }],
  })
  expect(of(events(10)).contaminations).toEqual([])
})

describe('a program that is always busy', () => {
  /** Two vCPUs that ran for so many ms of a region of 1 s. */
  const guest = (first: number, second: number): readonly HostEvent[] => [
    vcpuThreads(10, 11),
    mark(1000, 'begin'),
    schedstat(1000, [{ tid: 9 }, { tid: 10 }, { tid: 11 }]),
    mark(2000, 'end'),
    schedstat(2000, [
      { tid: 9, run: 999 },
      { tid: 10, run: first, delay: 10 },
      { tid: 11, run: second },
    ]),
  ]
  const judge = (events: readonly HostEvent[]) => withOffCpu(of(events)).contaminations

  test('and was stopped in the region is contaminated, and nothing else would have told', () => {
    expect(of(guest(500, 300)).contaminations).toEqual([])
    expect(judge(guest(500, 300))).toEqual([
      {
        kind: 'offCpu',
        value: 0.49,
        limit: 0.1,
        detail: 'even the busiest vCPU was stopped or idle for 49 % of the region (490 ms; 10 % is let pass)',
      },
    ])
  })

  test('is judged by its busiest vCPU, in a timed region, and where vCPUs are known', () => {
    expect(judge(guest(940, 20))).toEqual([])
    expect(judge(guest(500, 300).filter(({ kind }) => kind !== 'mark'))).toEqual([])
    expect(judge(guest(500, 300).filter(({ kind }) => kind !== 'fact'))).toEqual([])
  })
})
