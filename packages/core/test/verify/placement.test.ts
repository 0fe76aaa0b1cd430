import { describe, expect, test } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import { placementOf } from '../../src/verify/placement.ts'

type Affinity = Extract<HostEvent, { readonly kind: 'affinity' }>
const vcpus = [
  { index: 0, tid: 10, cpu: 2 },
  { index: 1, tid: 11, cpu: 3 },
]
const threads = [
  { tid: 9, comm: 'qemu', cpus: [0, 1, 2, 3] },
  { tid: 10, comm: 'CPU 0/TCG', cpus: [2] },
  { tid: 11, comm: 'CPU 1/TCG', cpus: [3] },
]
const reading = (when: 'start' | 'end', change: Partial<Affinity> = {}): Affinity => ({
  kind: 'affinity',
  atNs: 1,
  when,
  wanted: [0, 1, 2, 3],
  vcpus,
  threads,
  ...change,
})
const moved = (tid: number, cpus: readonly number[]) =>
  threads.map((each) => (each.tid === tid ? { ...each, cpus } : each))
const seen = (...events: readonly HostEvent[]) => placementOf(events, true)

describe('vCPUs that are pinned one by one', () => {
  test('have their CPUs by number where both readings say so', () => {
    expect(seen(reading('start'), reading('end', { vcpus: [...vcpus].reverse() }))).toEqual({
      cpus: [0, 1, 2, 3],
      readAgain: true,
      wanted: [0, 1, 2, 3],
      vcpuMap: [2, 3],
      lost: undefined,
    })
  })

  test('are not taken for pinned by the first reading alone', () => {
    expect(seen(reading('start'))).toMatchObject({ vcpuMap: undefined, lost: undefined })
    const { vcpus: _, ...unsaid } = reading('end')
    expect(seen(reading('start'), unsaid)).toMatchObject({ vcpuMap: undefined })
  })

  test.each<[string, readonly HostEvent[], string]>([
    [
      'wider than its CPU',
      [reading('start', { threads: moved(11, [2, 3]) })],
      'vCPU 1 (thread 11) was to have CPU 3 alone and was allowed 2,3 at the start',
    ],
    [
      'on another CPU at the end',
      [reading('start'), reading('end', { threads: moved(10, [1]) })],
      'vCPU 0 (thread 10) was to have CPU 2 alone and was allowed 1 at the end',
    ],
    [
      'gone',
      [reading('start'), reading('end', { threads: threads.slice(0, 2) })],
      'vCPU 1 (thread 11) was to have CPU 3 alone and was not there at the end',
    ],
    [
      'on one thread with another',
      [reading('start', { vcpus: [vcpus[0], { index: 1, tid: 10, cpu: 2 }] as never })],
      'vCPU 0 (thread 10) has no thread of its own: vCPU 1 runs on it too',
    ],
    [
      'pinned anew',
      [
        reading('start'),
        reading('end', {
          vcpus: [
            { index: 0, tid: 10, cpu: 3 },
            { index: 1, tid: 11, cpu: 2 },
          ],
          threads: [...moved(10, [3]).slice(0, 2), { tid: 11, comm: 'CPU', cpus: [2] }],
        }),
      ],
      'the vCPUs were pinned anew during the run: 0 on 2, 1 on 3; then 0 on 3, 1 on 2',
    ],
    [
      'beside another thread outside of the pins',
      [reading('end', { threads: moved(9, [0, 7]) })],
      'thread 9 (qemu) was to stay on CPUs 0,1,2,3 and was allowed 0,7 at the end',
    ],
  ])('lose their placement: %s', (_, events, lost) => {
    expect(seen(...events).lost).toBe(lost)
    expect(seen(...events).vcpuMap).toBeUndefined()
  })

  test('where nothing is pinned nothing can be lost', () => {
    expect(placementOf([reading('start', { threads: moved(9, [7]) })], false)).toEqual({
      cpus: [2, 3, 7],
      readAgain: false,
      wanted: [],
      vcpuMap: undefined,
      lost: undefined,
    })
    expect(placementOf([], true)).toMatchObject({ cpus: undefined, readAgain: false, vcpuMap: undefined })
  })
})
