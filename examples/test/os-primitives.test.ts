import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { osPrimitives } from '@capbench/bench-osbench'
import { type Campaign, run, suite, verifyEvidence, withCases, withMethod, withParameters } from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { bareGuest, linuxGuest } from '@capbench/qemu'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const store = mkdtempSync(join(tmpdir(), 'capbench-primitives-'))
afterAll(() => rmSync(store, { recursive: true, force: true }))

const targets = [nativeHost(), linuxGuest({ accelerator: 'tcg' }), bareGuest({ accelerator: 'tcg' })]
let campaign: Campaign
beforeAll(async () => {
  const whole = suite({ name: 'primitives', benchmarks: [osPrimitives], targets })
  const once = withMethod(withCases(whole, osPrimitives, ['smp1']), osPrimitives, { runs: 1 })
  campaign = await run(withParameters(once, osPrimitives, { budgetMs: 20 }), { store, attempts: 1 })
}, 600_000)

const on = (target: string) => campaign.results.filter((result) => result.target === target)

describe('a campaign of primitives', () => {
  test.each(['native', 'linux'])(
    'gives every metric on %s a number, or refuses it as noise or by an answer',
    (target) => {
      const results = on(target)
      expect(results.map(({ metric }) => metric)).toEqual(osPrimitives.metrics.map(({ name }) => name))
      for (const result of results) {
        const said = result.status === 'passed' ? 'passed' : result.reason
        expect([result.metric, said]).toEqual([result.metric, expect.stringMatching(/^(passed|noise|not_applicable)$/)])
      }
      const lacking = results.flatMap((each) => (each.status === 'unsupported' ? [each.metric] : []))
      expect(['syscall.null', 'pipe.rtt.same_cpu', 'proc.fork_exec'].filter((each) => lacking.includes(each))).toEqual(
        [],
      )
    },
  )

  test('says of a machine without an operating system what it does instead, and what it does not', () => {
    const byMetric = new Map(on('bare').map((result) => [result.metric, result]))
    expect(byMetric.get('syscall.null')).toMatchObject({ status: 'unsupported', cause: 'no_semantics' })
    expect(byMetric.get('stat')).toMatchObject({ status: 'unsupported', cause: 'no_subsystem' })
    expect(byMetric.get('mem.read4m')?.labels).toContain('mechanism: user_compute')
    expect(byMetric.get('vm.fault_anon')?.labels).toContain('mechanism: fault_map')
  })

  test('says that one run is a smoke measurement', () => {
    for (const result of campaign.results) {
      if (result.status === 'passed') expect(result.classReasons).toContain('smoke-n<5')
    }
  })

  test('is evidence that derives again to the same bytes', async () => {
    const checked = await verifyEvidence(campaign.directory, { benchmarks: [osPrimitives] })
    expect(checked).toMatchObject({ verified: true, open: [] })
  })
})
