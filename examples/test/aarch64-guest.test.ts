import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smpPrimes } from '@capbench/bench-smp-primes'
import { type Campaign, run, suite, verifyEvidence, withCases, withMethod, withParameters } from '@capbench/core'
import { bootProof } from '@capbench/guest'
import { linuxGuest } from '@capbench/qemu'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const store = mkdtempSync(join(tmpdir(), 'capbench-aarch64-'))
afterAll(() => rmSync(store, { recursive: true, force: true }))

const full = process.env.CAPBENCH_FULL === '1'
const cases = full ? (['smp1', 'smp2'] as const) : (['smp2'] as const)
const guest = linuxGuest({ name: 'linux-aarch64', arch: 'aarch64' })
/** How many there are in `2..20000`, by any table of primes. */
const primes = 2262

let missing: string | undefined
let campaign: Campaign | undefined
beforeAll(async () => {
  const { unmet } = await guest.prepare({
    maxVcpus: 2,
    signal: new AbortController().signal,
    progress: () => {},
    environment: async (_name, capture) => capture(),
  })
  missing = unmet.map(({ need, detail }) => `${need}: ${detail}`).join('; ')
  if (missing !== '') return
  const whole = suite({ name: 'aarch64', benchmarks: [smpPrimes], targets: [guest] })
  const some = withCases(withParameters(whole, smpPrimes, { limit: 20_000 }), smpPrimes, [...cases])
  campaign = await run(withMethod(some, smpPrimes, { runs: full ? 5 : 1, warmups: 0 }), { store })
})

describe('a campaign on a Linux guest of another architecture', () => {
  test.for(cases)('counts primes exactly with %s', (caseName, { skip }) => {
    if (campaign === undefined) return skip(missing)
    const result = campaign.result(smpPrimes, guest, caseName, 'elapsed')
    expect(result).toMatchObject({ status: 'passed', measurement: { clock: 'CLOCK_MONOTONIC' } })
    expect(campaign.result(smpPrimes, guest, caseName, 'cycles')).toMatchObject({ status: 'passed' })
    const records = join(campaign.directory, 'raw', 'smp-primes', guest.name, caseName, '001', 'records.log')
    const counts = [...readFileSync(records, 'utf8').matchAll(/ worker \{.*?"primes":(\d+)/g)].map((found) =>
      Number(found[1]),
    )
    expect(counts).toHaveLength(caseName === 'smp1' ? 1 : 2)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(primes)
  })

  test('is worth no more than that it works, and says why', ({ skip }) => {
    if (campaign === undefined) return skip(missing)
    expect(campaign.result(smpPrimes, guest, 'smp2', 'elapsed')).toMatchObject({
      evidenceClass: 'functional-only',
      classReasons: expect.arrayContaining(['not-kvm']),
      labels: expect.arrayContaining(['cross-architecture-emulation']),
    })
  })

  test('is derived again from its evidence to the same bytes', async ({ skip }) => {
    if (campaign === undefined) return skip(missing)
    const verified = await verifyEvidence(campaign.directory, { benchmarks: [smpPrimes, bootProof] })
    expect(verified).toMatchObject({ verified: true, exitCode: 0 })
  })
})
