import { exportBaseline, regression, run, suite, withGates, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { renderMarkdown, renderSpeedups, warningsOf } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, temporary, toy } from '../campaign.ts'

/** Runs whose times vary by a tenth, with declared bounds that they cannot reach. */
async function noisy() {
  const made = new Map<string, number>()
  const target = fakeTarget({
    name: 'linux',
    play: (request) => {
      const run = (made.get(request.caseName) ?? 0) + 1
      made.set(request.caseName, run)
      return answer(request, { ns: Math.round((1_000_000 + 20_000 * ((run * 3) % 7)) / request.vcpus) })
    },
  })
  const toys = suite({ name: 'toys', benchmarks: [toy], targets: [target] })
  const precision = { halfWidth: 0.001, step: 1, maxRuns: 6 }
  return run(withMethod(toys, toy, { runs: 5, precision }), { store: temporary() })
}

test('a gate for review says so in table, terminal and warnings, as do medians that are not precise', async () => {
  const campaign = await noisy()
  const text = renderMarkdown({ campaign, campaignDigest: '0'.repeat(64), evidence: '..', environment: new Map() })
  const gate = text.split('\n').find((line) => line.startsWith('| speedup-smp1-smp2'))
  expect(gate).toMatch(/review only: smp1 elapsed varies by .*more than the 2\.78% at which 6 runs/)
  expect(gate).toMatch(/\| point \| \d\.\d+ \| 1\.600 \| \d\.\d+ to \d\.\d+ \(\d+\.\d%\) \|/)
  expect(renderSpeedups(campaign)).toContain('(review only: smp1 elapsed varies')
  const labels = warningsOf(campaign).map(({ label }) => label)
  expect(labels).toEqual(expect.arrayContaining(['review-only: speedup-smp1-smp2', 'max-runs: toy']))
})

test('the report tells how steady each row was, and which curve describes the speedups', async () => {
  const campaign = await noisy()
  const text = renderMarkdown({ campaign, campaignDigest: '0'.repeat(64), evidence: '..', environment: new Map() })
  expect(text).toMatch(/\| toy \| linux \| smp1 \| elapsed \| \d+\.\d\d% \| \\?-?\d+\.\d\d% \| [\d.]+ \| no \| none \|/)
  expect(text).toMatch(/\| linux \| 0\.\d{3} \| needs four counts of CPUs \| – \| – \|/)
})

test('regression gates are told of one by one and all together', async () => {
  const before = await noisy()
  const judged = withGates(toy, [regression({ at: 'smp2', baseline: exportBaseline(before), runs: 5 })])
  const target = fakeTarget({ name: 'linux', play: (request) => answer(request, { ns: 2_000_000 }) })
  const toys = suite({ name: 'toys', benchmarks: [judged], targets: [target] })
  const campaign = await run(withMethod(toys, judged, { runs: 5 }), { store: temporary() })
  const render = (of: typeof campaign) =>
    renderMarkdown({ campaign: of, campaignDigest: '0'.repeat(64), evidence: '..', environment: new Map() })
  expect(render(campaign)).toContain('There is a regression at 5% over all of them.')
  expect(render(campaign)).toMatch(/\| regression-smp2 \| linux \| 0\.0000 \| 0\.0000 \|/)
  expect(render(before)).not.toContain('All regression gates together')
})
