import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { plotsOf } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf } from '../campaign.ts'
import { claimableOn } from '../noisy.ts'

const marks = (svg: string) => svg.match(/aria-roledescription="point"/g)?.length ?? 0

test('a speedup curve has a mark for each speedup, filled only where it is claimable', async () => {
  const campaign = await claimableOn('other')
  const [plot] = plotsOf(campaign)
  const svg = (await plot?.svg(700)) ?? ''
  expect(marks(svg)).toBe(campaign.analysis.speedups.length)
  const hollow = [...svg.matchAll(/aria-label="(\w+), smp2[^>]* fill="var\(--page/g)].map(([, target]) => target)
  const solid = [...svg.matchAll(/aria-label="(\w+), smp2[^>]* fill="var\(--series/g)].map(([, target]) => target)
  expect(solid).toEqual(['other'])
  expect(hollow.sort()).toEqual(['linux', 'native'])
})

test('every run is a mark, and what has no value has no figure', async () => {
  const play = (request: Parameters<typeof answer>[0]) => answer(request, request.vcpus === 2 ? { says: 'no' } : {})
  const campaign = await campaignOf({ play })
  const plot = plotsOf(campaign).find(({ name }) => name === 'runs-toy-other')
  const svg = (await plot?.svg(700)) ?? ''
  expect(marks(svg)).toBe(campaign.runs.filter(({ record }) => record.target === 'other').length)
  const refused = [...svg.matchAll(/aria-label="([^"]*smp2[^"]*)"/g)].map(([, label]) => label)
  expect(refused.length).toBeGreaterThan(0)
  for (const label of refused) expect(label).toMatch(/no value, verifier_rejected: says: it said no$/)
})

test('the same plot is the same bytes, without ids, styles or scripts', async () => {
  const plots = plotsOf(await campaignOf())
  expect(plots.map(({ name }) => name)).toEqual([
    'speedup-toy-elapsed-smp1',
    'runs-toy-linux',
    'runs-toy-native',
    'runs-toy-other',
  ])
  for (const plot of plots) {
    const svg = await plot.svg(320)
    expect(await plot.svg(320)).toBe(svg)
    expect(svg).toMatch(/^<svg [^<]*width="320"/)
    expect(svg).not.toMatch(/\b(id|style|on\w+|href)=|<(style|script|image|a|foreignObject)\b/)
  }
})

test('nobody pays for Vega who draws nothing', async () => {
  const program = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context) } })
    await import('@capbench/report')
    process.stdout.write(JSON.stringify(loaded))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@capbench/source', '--input-type=module', '--eval', program],
    { cwd: import.meta.dirname },
  )
  const loaded = JSON.parse(stdout) as readonly string[]
  expect(loaded.some((url) => url.endsWith('/report/src/plots/svg.ts'))).toBe(true)
  expect(loaded.filter((url) => /node_modules.*vega/.test(url))).toEqual([])
})
