import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CampaignEvent, verifyEvidence } from '@capbench/core'
import { describe, expect, test } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import type { RunRequest } from '../../src/target/target.ts'
import { copyOf, edit, rederive } from '../evidence/golden.ts'
import { temporaryDirectory } from '../store.ts'
import { mark, schedstat } from '../verify/contention/events.ts'
import { expectVerified, resultOf, toyCampaign } from './campaign.ts'
import { good, toy } from './toy.ts'

/** A timed region of 1 s in which the one worker waited for so many ms. */
const waited = (delay: number): readonly HostEvent[] => [
  mark(1000, 'begin'),
  schedstat(1000, [{ tid: 7 }]),
  mark(2000, 'end'),
  schedstat(2000, [{ tid: 7, run: 900, delay }]),
]

/** Contaminates those runs of `smp2`, counted from 1; each has a time of its own. */
function disturbed(which: readonly number[], options: Parameters<typeof toyCampaign>[1] = {}) {
  let [seen, ns] = [0, 1000]
  const isTwo = ({ benchmark, caseName }: RunRequest) => benchmark === 'toy' && caseName === 'smp2'
  const isProof = ({ benchmark }: RunRequest) => benchmark !== 'toy'
  return toyCampaign((request) => good(request, { ns: ns++ }), {
    runs: 3,
    ...options,
    events: (request) => waited(isProof(request) || (isTwo(request) && which.includes(++seen)) ? 400 : 1),
  })
}

describe('a contaminated run', () => {
  test('is set aside and made again; its number is no sample; both stay in the evidence', async () => {
    const events: CampaignEvent[] = []
    const campaign = await disturbed([2], { options: { onEvent: (event) => events.push(event) } })
    const two = resultOf(campaign, 'smp2')
    expect(two).toMatchObject({ status: 'passed', runs: { measured: 4, accepted: 4, attempts: 1 } })
    if (two.status !== 'passed') throw new Error(two.status)
    expect(two.measurement.samples).toHaveLength(3)
    expect(two.classReasons).not.toContain('contended')

    const own = campaign.analysis.contention.filter(({ run }) => run.startsWith('raw/toy/fake/smp2/'))
    expect(own.map(({ attempt, setAside }) => [attempt, setAside])).toEqual([
      [1, false],
      [1, true],
      [2, false],
      [1, false],
    ])
    expect(own[1]).toMatchObject({
      run: 'raw/toy/fake/smp2/002',
      region: 'timed',
      wallNs: 1_000_000_000,
      contaminations: [{ kind: 'runDelay', value: 0.4, limit: 0.05 }],
    })
    const samples = readFileSync(join(campaign.directory, 'samples.jsonl'), 'utf8')
    expect(samples).not.toContain('raw/toy/fake/smp2/002')
    expect(samples).toContain('raw/toy/fake/smp2/003')
    expect(resultOf(campaign, 'smp1')).toMatchObject({ runs: { measured: 3, attempts: 0 } })
    const ends = events.filter((event) => event.type === 'run-end').flatMap(({ outcome }) => outcome)
    expect(ends.filter((outcome) => outcome.accepted && outcome.setAside)).toHaveLength(1)
    expect(ends.filter((outcome) => outcome.accepted && outcome.contaminations.length > 0)).toHaveLength(1)
    await expectVerified(campaign)
  })

  test('still contaminated at the last attempt counts, and the row says so', async () => {
    const campaign = await disturbed([2, 3, 4, 5], { options: { attempts: 3 } })
    const two = resultOf(campaign, 'smp2')
    expect(two).toMatchObject({ status: 'passed', runs: { measured: 6, attempts: 3 } })
    expect(two.status === 'passed' && two.classReasons).toContain('contended')
    expect(two.status === 'passed' && two.measurement.samples).toHaveLength(3)
    const setAside = campaign.analysis.contention.filter((each) => each.setAside).map(({ run }) => run.slice(-3))
    expect(setAside).toEqual(['002', '003', '005'])
    await expectVerified(campaign)
  })

  test('is not made again where one attempt is all', async () => {
    const campaign = await disturbed([1, 2, 3], { options: { attempts: 1 } })
    expect(resultOf(campaign, 'smp2')).toMatchObject({ runs: { measured: 3, attempts: 0 } })
    await expectVerified(campaign)
  })

  test('whose answer is wrong refuses its row: it is not tried until it is right', async () => {
    let seen = 0
    const campaign = await toyCampaign(
      (request) => good(request, request.caseName === 'smp2' && request.benchmark === 'toy' ? { answer: 1 } : {}),
      { events: ({ caseName }) => waited(caseName === 'smp2' && ++seen > 0 ? 400 : 1) },
    )
    expect(resultOf(campaign, 'smp2')).toMatchObject({
      reason: 'verifier_rejected',
      runs: { measured: 3, attempts: 0 },
    })
  })

  test('that was not made again because the campaign was cancelled leaves its row unfinished', async () => {
    const abort = new AbortController()
    const campaign = await disturbed([3], {
      options: {
        signal: abort.signal,
        onEvent: (event) => {
          const isEnd = event.type === 'run-end' && event.outcome.accepted && event.outcome.setAside
          if (isEnd) abort.abort()
        },
      },
    })
    expect(resultOf(campaign, 'smp2')).toMatchObject({ status: 'failed', reason: 'cancelled' })
    await expectVerified(campaign)
  })
})

describe('a forger who derives everything again', () => {
  const told = async (directory: string) => {
    const { checks, verified } = await verifyEvidence(directory, { benchmarks: [toy] })
    expect(verified).toBe(false)
    return checks.flatMap(({ details }) => details).join('\n')
  }
  const forge = async (which: readonly number[], change: (directory: string) => void) => {
    const { directory } = await disturbed(which)
    const copy = copyOf(directory, join(temporaryDirectory(), 'copy'))
    change(copy)
    await rederive(copy)
    return copy
  }
  const raw = (run: string, file: string) => `raw/toy/fake/smp2/${run}/${file}`
  const calm = (text: string) => text.replace('"delayNs":400000000', '"delayNs":1000000')

  test('cannot set a run aside that nothing disturbed', async () => {
    const copy = await forge([2], (directory) => edit(directory, raw('002', 'host.jsonl'), calm))
    expect(await told(copy)).toMatch(/what follows by the plan is measured toy\/fake\/smp\d \d|one run more/)
  })

  test('cannot call a first run a second attempt, nor a second one the first', async () => {
    const second = (text: string) => text.replace('"attempt":1', '"attempt":2')
    const copy = await forge([], (directory) => edit(directory, raw('002', 'run.json'), second))
    expect(await told(copy)).toContain('002 is measured toy/fake/smp2 2, attempt 2')
    const first = (text: string) => text.replace('"attempt":2', '"attempt":1')
    const other = await forge([2], (directory) => edit(directory, raw('003', 'run.json'), first))
    expect(await told(other)).toContain('what follows by the plan is measured toy/fake/smp2 3, attempt 2')
  })

  test('cannot keep a disturbed run that was to be made again', async () => {
    const loud = (text: string) => text.replace('"delayNs":1000000', '"delayNs":400000000')
    const copy = await forge([], (directory) => edit(directory, raw('003', 'host.jsonl'), loud))
    expect(await told(copy)).toMatch(/measured toy\/fake\/smp2 4, attempt 2/)
  })

  test('cannot allow more attempts afterwards', async () => {
    const copy = await forge([2, 3], (directory) =>
      edit(directory, 'config.json', (text) => text.replace('"attempts":2', '"attempts":3')),
    )
    expect(await told(copy)).toContain('attempt 3')
  })
})
