import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashChunks, hashChunksThreads } from '@capbench/bench-hash-chunks'
import { osPrimitives } from '@capbench/bench-osbench'
import { smpPrimes } from '@capbench/bench-smp-primes'
import {
  defineAuthorityProfile,
  run,
  suite,
  type Target,
  verifyEvidence,
  withAuthority,
  withCases,
  withMethod,
  withParameters,
} from '@capbench/core'
import { auditAuthority } from '@capbench/core/testing'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import { afterAll, describe, expect, test } from 'vitest'

const store = mkdtempSync(join(tmpdir(), 'capbench-authority-'))
afterAll(() => rmSync(store, { recursive: true, force: true }))

const limit = 20_000

/** One short run of smp1, under the definition that is given. */
async function campaignOf(benchmark: typeof smpPrimes, target: Target) {
  const whole = suite({ name: 'authority', benchmarks: [benchmark], targets: [target] })
  const short = withParameters(withCases(whole, benchmark, ['smp1']), benchmark, { limit })
  const once = withMethod(short, benchmark, { runs: 1, warmups: 0 })
  const campaign = await run(once, { store, purpose: 'smoke' })
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [benchmark] })
  expect(verification.open).toEqual([])
  const [first] = campaign.results
  if (first === undefined) throw new Error('no result')
  return first
}

test('the profile of smp-primes is minimal: without any one of its terms its run is refused, by name', async () => {
  const audit = await auditAuthority({
    benchmark: smpPrimes,
    target: nativeHost(),
    caseName: 'smp2',
    parameters: { limit },
  })
  expect(audit.unneeded).toEqual([])
  expect(audit.terms.map(({ term, outcome }) => [term, outcome])).toEqual([
    ['cpu', 'inherent'],
    ['clock.monotonic', 'inherent'],
    ['clock.cycles', 'inherent'],
    ['process.spawn', 'needed'],
    ['memory.share', 'needed'],
  ])
  for (const { term, outcome, detail } of audit.terms)
    if (outcome === 'needed') expect(detail).toMatch(new RegExp(`^authority_exceeded: the program called .*${term}`))
})

const chunks = { corpusBytes: 2 ** 20, chunkBytes: 2 ** 14, passes: 1 }

test.each([hashChunks, hashChunksThreads])('the profile of $name is minimal', async (benchmark) => {
  const audit = await auditAuthority({ benchmark, target: nativeHost(), caseName: 'smp2', parameters: chunks })
  expect(audit.unneeded).toEqual([])
  expect(audit.terms.some(({ outcome }) => outcome === 'needed')).toBe(true)
})

test('the profile of os-primitives is minimal, under a filter that its own runs do not have', async () => {
  const audit = await auditAuthority({
    benchmark: osPrimitives,
    target: nativeHost(),
    caseName: 'smp1',
    parameters: { budgetMs: 20 },
  })
  expect(audit.unneeded).toEqual([])
  // without it the program finds none of itself to start, and its run is whole without those metrics
  expect(audit.terms.find(({ term }) => term === 'process.exec')?.detail).toMatch(/no longer measured.* proc.fork_exec/)
  expect(audit.terms.filter(({ outcome }) => outcome === 'needed').length).toBeGreaterThan(12)
})

test('an audit finds a term that the workload can do without', async () => {
  const { name, terms } = smpPrimes.authority
  const generous = withAuthority(smpPrimes, defineAuthorityProfile({ name, terms: [...terms, 'timer'] }))
  const target = nativeHost()
  const audit = await auditAuthority({ benchmark: generous, target, caseName: 'smp1', parameters: { limit } })
  expect(audit.unneeded).toEqual(['timer'])
})

describe('a guest that is booted with mitigations=off', () => {
  const target = linuxGuest({ accelerator: 'tcg', cmdline: 'mitigations=off' })

  test('is another system than the one that was declared', async (ctx) => {
    const result = await campaignOf(smpPrimes, target)
    if (result.status === 'unsupported') ctx.skip(result.detail)
    expect(result).toMatchObject({ status: 'invalid', reason: 'undeclared_fast_path' })
    if (result.status === 'invalid') expect(result.detail).toContain('the kernel has mitigations=off')
  })

  test('is a special build where that is declared, and its profile is enforced all the same', async (ctx) => {
    const { name, terms } = smpPrimes.authority
    const profile = defineAuthorityProfile({ name, terms, posture: { fastPaths: ['mitigations=off'] } })
    const result = await campaignOf(withAuthority(smpPrimes, profile), target)
    if (result.status === 'unsupported') ctx.skip(result.detail)
    expect(result).toMatchObject({ status: 'passed', authority: { enforcement: 'enforced' } })
    expect(result.authority.observed).toMatchObject({ kind: 'sandbox', refused: [], posture: ['mitigations=off'] })
    if (result.status === 'passed') expect(result.classReasons).toContain('special-build-or-caps')
  })
})
