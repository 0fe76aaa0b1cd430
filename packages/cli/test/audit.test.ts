import { join } from 'node:path'
import { smpPrimes } from '@capbench/bench-smp-primes'
import { run, suite, withCases, withMethod, withParameters } from '@capbench/core'
import { auditEvidence, mutationKinds } from '@capbench/core/testing'
import { nativeHost, readHostTopology } from '@capbench/host'
import { expect, test } from 'vitest'
import { temporary } from './toy.ts'

test('every mutation of a real campaign of the host is told of by the right check', {
  timeout: 600_000,
}, async (ctx) => {
  const store = temporary()
  const pin = readHostTopology().allowed.slice(0, 2)
  if (pin.length < 2) return ctx.skip('a row of two CPUs is pinned, and this process may use one')
  const all = suite({ name: 'audit', benchmarks: [smpPrimes], targets: [nativeHost({ pin })] })
  const few = withMethod(withCases(all, smpPrimes, ['smp1', 'smp2']), smpPrimes, { runs: 1, warmups: 0 })
  const campaign = await run(withParameters(few, smpPrimes, { limit: 5_000_000 }), { store, attempts: 1 })
  const times = campaign.results.filter(({ metric }) => metric === 'elapsed')
  expect(times.map(({ status }) => status)).toEqual(['passed', 'passed'])

  const report = await auditEvidence(campaign.directory, { benchmarks: [smpPrimes], work: join(store, 'work') })
  for (const kind of mutationKinds) {
    const own = report.mutations.filter((each) => each.kind === kind)
    const caught = own.filter((each) => each.caught).length
    console.log(`mutation audit of ${campaign.id}, ${kind}: ${own.length} tried, ${caught} caught`)
    expect(own.length).toBeGreaterThan(10)
  }
  console.log(`mutation audit of ${campaign.id}: ${report.tried} tried, ${report.caught} caught`)
  expect(report.mutations.filter(({ caught }) => !caught)).toEqual([])
  expect(report.caught).toBe(report.tried)
})
