import { everyWorker, type WorkerRoll } from '@capbench/verifiers'
import { describe, expect, it } from 'vitest'
import { setting } from '../support.ts'

const roll = (change: Partial<WorkerRoll> = {}): WorkerRoll => ({
  planned: 2,
  cpus: 2,
  workers: [{ index: 0 }, { index: 1 }],
  ...change,
})

describe('everyWorker', () => {
  it('accepts a whole roll', () => {
    const checked = ['planned workers', 'workers that reported', 'CPUs seen']
    expect(everyWorker().judge(roll(), setting(2))).toEqual({ accepted: true, checked })
  })

  it('accepts fewer CPUs than workers where the target presented fewer', () => {
    expect(everyWorker().judge(roll({ cpus: 1 }), setting(2, 1)).accepted).toBe(true)
  })

  it.each([
    ['one planned too few', roll({ planned: 1 }), 'planned workers: smp2 wants 2, the program planned 1'],
    ['a missing worker', roll({ workers: [{ index: 0 }] }), 'workers that reported: smp2 wants 0, 1; there came 0'],
    ['no worker', roll({ workers: [] }), 'workers that reported: smp2 wants 0, 1; there came none'],
    [
      'a worker twice',
      roll({ workers: [{ index: 0 }, { index: 0 }] }),
      'workers that reported: smp2 wants 0, 1; there came 0, 0',
    ],
    [
      'a worker too many',
      roll({ workers: [{ index: 0 }, { index: 1 }, { index: 2 }] }),
      'workers that reported: smp2 wants 0, 1; there came 0, 1, 2',
    ],
    ['a CPU too few', roll({ cpus: 1 }), 'CPUs seen: the target presented 2, the program saw 1'],
    ['a CPU too many', roll({ cpus: 3 }), 'CPUs seen: the target presented 2, the program saw 3'],
  ])('refuses %s', (_, observation, reason) => {
    expect(everyWorker().judge(observation, setting(2))).toEqual({ accepted: false, rejected: [reason] })
  })
})
