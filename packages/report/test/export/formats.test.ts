import { spawnSync } from 'node:child_process'
import { type Campaign, type Verification, verifyEvidence } from '@capbench/core'
import { type ExportFormat, exportFormats, renderExport } from '@capbench/report'
import { beforeEach, describe, expect, test } from 'vitest'
import { answer, campaignOf, toy } from '../campaign.ts'
import { hostile } from '../hostile.ts'

let campaign: Campaign
let verification: Verification

/** On `other`, smp2 gives a wrong answer with every hostile text in it. The first test makes it. */
beforeEach(async () => {
  if (campaign !== undefined) return
  const made = await campaignOf({
    play: (request) => answer(request, request.vcpus === 2 ? { says: hostile.join(' ') } : {}),
  })
  verification = await verifyEvidence(made.directory, { benchmarks: [toy] })
  campaign = made
})
const as = (format: ExportFormat) => renderExport(format, campaign, verification)

describe('exports', () => {
  test('have numbers of passed results alone', () => {
    const passed = campaign.results.filter(({ status }) => status === 'passed')
    expect(passed.length).toBeGreaterThan(3)
    expect(passed.length).toBeLessThan(campaign.results.length)
    const names = passed.map((result) => `${result.benchmark}/${result.target}/${result.case}`)
    expect(Object.keys(JSON.parse(as('bmf')))).toEqual(names)
    expect(JSON.parse(as('github-smaller')).map(({ name }: { name: string }) => name)).toEqual(
      names.map((name) => `${name} elapsed`),
    )
    expect(JSON.parse(as('github-bigger'))).toEqual([])
    expect(as('prometheus').match(/^benchmark_last_median\{/gm)).toHaveLength(passed.length)
  })

  test('say the median with its bounds and unit', () => {
    const { median, min, max, unit } = campaign.results.flatMap((each) =>
      each.status === 'passed' && each.target === 'linux' && each.case === 'smp2' ? [each.measurement] : [],
    )[0] as { median: number; min: number; max: number; unit: string }
    const bmf = JSON.parse(as('bmf'))['toy/linux/smp2']
    expect(bmf).toEqual({ [`elapsed-${unit}`]: { value: median, lower_value: min, upper_value: max } })
    expect(as('prometheus').split('\n')).toContain(
      `benchmark_last_median{benchmark="toy",profile="linux/smp2/elapsed",unit="${unit}"} ${median}`,
    )
  })

  test('keep a series for monitoring free of campaign, host and run', () => {
    expect(as('prometheus')).not.toContain(campaign.id)
    const labels = new Set([...as('prometheus').matchAll(/(\w+)="/g)].map(([, name]) => name))
    expect([...labels].sort()).toEqual(['benchmark', 'profile', 'unit'])
  })

  test('tell a wrong answer, a broken run and an absent one apart in JUnit', () => {
    const wrong = campaign.results.filter(({ status }) => status === 'invalid').length
    expect(wrong).toBe(1)
    expect(as('junit').match(/<failure type="verifier_rejected"/g)).toHaveLength(wrong)
    expect(as('junit').match(/<testcase /g)).toHaveLength(campaign.results.length)
    expect(as('junit')).not.toContain('<script>')
  })

  test('are XML that another parser reads, whatever a guest printed', (ctx) => {
    const check = 'import sys, xml.dom.minidom as m; print(len(m.parse(sys.stdin).getElementsByTagName("testcase")))'
    const python = spawnSync('python3', ['-c', check], { input: as('junit'), encoding: 'utf8' })
    if (python.error) return ctx.skip('there is no python3, whose XML parser this asks')
    expect(python.stderr).toBe('')
    expect(Number(python.stdout)).toBe(campaign.results.length)
  })

  test.each(Object.keys(exportFormats) as ExportFormat[])('refuse evidence that is not verified: %s', (format) => {
    const open = [{ name: 'digests' as const, outcome: 'fail' as const, details: [] }]
    const bad = { ...verification, verified: false, open }
    expect(() => renderExport(format, campaign, bad)).toThrow('only verified evidence is exported')
  })
})
