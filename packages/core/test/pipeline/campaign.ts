import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Campaign, type RunOptions, run, suite, type Target, verifyEvidence, withMethod } from '@capbench/core'
import { type FakeRun, fakeTarget } from '@capbench/core/testing'
import { expect } from 'vitest'
import type { HostEvent } from '../../src/target/events.ts'
import type { TargetFacts } from '../../src/target/facts.ts'
import type { RunRequest } from '../../src/target/target.ts'
import { temporaryDirectory } from '../store.ts'
import { good, toy } from './toy.ts'

/** What is made different in one campaign of the toy. */
export interface Change {
  readonly facts?: Partial<TargetFacts>
  readonly options?: RunOptions
  /** Measured runs of each row; default 3, without warm-up. */
  readonly runs?: number
  readonly events?: (request: RunRequest) => readonly HostEvent[]
}

/** A fake target that also tells host events. */
export function eventfulTarget(play: (request: RunRequest) => FakeRun, { facts, events }: Change): Target<'fake'> {
  const fake = fakeTarget({ name: 'fake', play, ...(facts && { facts }) })
  return {
    ...fake,
    execute: (request, sink, signal) => {
      for (const event of events?.(request) ?? []) sink.event(event)
      return fake.execute(request, sink, signal)
    },
  }
}

/** One campaign of the toy over a fake target, in a store of its own. */
export async function toyCampaign(play: (request: RunRequest) => FakeRun, change: Change = {}): Promise<Campaign> {
  const toys = suite({ name: 'toys', benchmarks: [toy], targets: [eventfulTarget(play, change)] })
  const counted = withMethod(toys, toy, { runs: change.runs ?? 3, warmups: 0 })
  return run(counted, { store: temporaryDirectory(), ...change.options })
}

/** Good runs, save for the second one of `smp2`. */
export function secondOfTwo(bad: (request: RunRequest) => FakeRun): (request: RunRequest) => FakeRun {
  let seen = 0
  return (request) => (request.caseName === 'smp2' && request.benchmark === 'toy' && ++seen === 2 ? bad : good)(request)
}

/** The result of the toy's one metric for a case. */
export function resultOf(campaign: Campaign, caseName: string) {
  const found = campaign.results.find((result) => result.case === caseName)
  if (found === undefined) throw new Error(`no result of ${caseName}`)
  return found
}

/** The stored bytes of a channel. */
export function stored(campaign: Campaign, path: string): string {
  return readFileSync(join(campaign.directory, path), 'latin1')
}

/** Whatever happened, what was published must verify. */
export async function expectVerified(campaign: Campaign): Promise<void> {
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [toy] })
  expect(verification.open).toEqual([])
  expect(verification).toMatchObject({ verified: true, exitCode: 0 })
}
