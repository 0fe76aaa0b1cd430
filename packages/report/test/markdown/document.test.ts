import { readFileSync } from 'node:fs'
import { type Campaign, type JsonValue, labelReasons, verifyEvidence } from '@capbench/core'
import { renderSpeedups, renderWarnings, verdictOf, verificationWord, warningsOf, writeReport } from '@capbench/report'
import { expect, test } from 'vitest'
import { answer, campaignOf, toy } from '../campaign.ts'
import { hostile } from '../hostile.ts'

const report = (campaign: Campaign) => readFileSync(writeReport(campaign), 'utf8')

/** The lines of one section, its heading excluded. */
function section(text: string, heading: string): string {
  const [, after = ''] = text.split(`\n## ${heading}\n`)
  return after.split('\n## ')[0] ?? ''
}

test('has the sections that the reporting format lists, and no total row', async () => {
  const text = report(await campaignOf())
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)
  expect(headings).toEqual([
    'Warnings',
    'Results',
    'Speedups',
    'Tier 3: portable common workloads',
    'Every run',
    'Correctness',
    'All attempts',
    'Configuration',
    'Raw artifacts',
    'Recompute this',
  ])
  expect(text).not.toMatch(/\b(total|score|geomean|average)\b/i)
})

test('subject comes before reference, and native context stands apart', async () => {
  const results = section(report(await campaignOf()), 'Results')
  const [compared = '', context = ''] = results.split('### Native context')
  expect(compared).toMatch(/other median \(subject\) \| linux median \(reference\) \| other \/ linux/)
  expect(compared).not.toContain('native')
  expect(context).toContain('native median (native-context)')
  expect(context).not.toMatch(/linux median|other median/)
})

test('a row without a value shows its reason, never a zero or an empty cell', async () => {
  const text = report(await campaignOf())
  const rows = section(text, 'Results')
    .split('\n')
    .filter((line) => line.includes('smp4'))
  expect(rows).toHaveLength(2)
  for (const row of rows) expect(row).toContain('unsupported: missing_prerequisite')
  expect(text).not.toMatch(/\|[ \t]*\|/)
  expect(text).not.toMatch(/\| 0 (ns|scaled cycles) \|[^\n]*smp4/)
})

test('speedups carry the markers of the capOS page and three decimals', async () => {
  const speedups = section(report(await campaignOf()), 'Speedups')
  expect(speedups).toMatch(/<!-- capos-benchmark-results:toy start -->\n\| System \| smp1 median/)
  expect(speedups).toContain(
    '| linux | 1,318,436,051 ns | 659,218,026 ns | unsupported: missing_prerequisite | 2.000x |',
  )
  expect(speedups).toContain('not-claimable')
})

test('every cause of every refused run is listed', async () => {
  const play = (request: Parameters<typeof answer>[0]) => answer(request, request.vcpus === 2 ? { says: 'no' } : {})
  const correctness = section(report(await campaignOf({ play })), 'Correctness')
  expect(correctness).toContain('verifier_rejected, runs 2–6: says: it said no')
  expect(correctness).toContain('| invalid | 1 |')
})

test('a run that did not end cleanly is listed with its transcript', async () => {
  const campaign = await campaignOf({
    play: (request) => ({
      ...answer(request),
      end: { end: 'timeout', phase: 'run', exit: { kind: 'signalled', signal: 'SIGKILL' }, detail: 'it hung' },
    }),
  })
  const correctness = section(report(campaign), 'Correctness')
  expect(correctness).toMatch(
    /toy other smp1 \[001\]\(.*\/raw\/toy\/other\/smp1\/001\/\).*\| timeout \| run \| SIGKILL \| it hung \|/,
  )
})

test('special builds, class reasons with their sentences, and purpose are warned of', async () => {
  const warnings = section(report(await campaignOf({ options: { purpose: 'smoke' } })), 'Warnings')
  expect(warnings).toContain('debug tap: tracing')
  expect(warnings).toContain(labelReasons['not-kvm'].says)
  expect(warnings).toContain('purpose: smoke')
  expect(warnings).toContain('upstream rules that are not satisfied: it is a toy')
})

test('why a guest ran without KVM is said beside the warning', async () => {
  const campaign = await campaignOf()
  const kvm = { verdict: 'emulated', reason: 'the probe guest\u001b ran too slowly' }
  const environment = new Map<string, JsonValue>([
    ['qemu-linux', { kvm }],
    ['qemu-other', { kvm: null }],
  ])
  const [warning] = warningsOf(campaign, environment).filter(({ label }) => label === 'not-kvm')
  expect(warning?.says).toContain('On linux it is emulated: the probe guest')
  expect(warning?.says).toContain('On other it was not asked for.')
  expect(renderWarnings(campaign, environment)).toContain('the probe guest\\u{1b} ran too slowly')
})

test('a gate without a value is called not judged', async () => {
  const play = (request: Parameters<typeof answer>[0]) => answer(request, request.vcpus === 2 ? { says: 'no' } : {})
  const campaign = await campaignOf({ play })
  expect(verdictOf(campaign)).toContain('speedup-smp1-smp2 on other: not judged')
  expect(verdictOf(campaign)).toContain('speedup-smp1-smp2 on linux: not-claimable')
  expect(renderSpeedups(campaign)).toMatch(/^gate speedup-smp1-smp2 on other: not judged; (?!claim)/m)
})

test('figures are called derived again only where there is one', async () => {
  const campaign = await campaignOf()
  const verification = await verifyEvidence(campaign.directory, { benchmarks: [toy] })
  expect(verificationWord(verification, campaign)).toMatch(/^verified: every figure was derived again/)
  const analysis = { ...campaign.analysis, counts: { ...campaign.analysis.counts, passed: 0 } }
  expect(verificationWord(verification, { analysis })).toMatch(/^verified: there is no figure/)
})

test('names of packages stand in the source as they are', async () => {
  const text = report(await campaignOf())
  expect(text).toMatch(/Code: `@capbench\/report` /)
})

test('the configuration names program, compiler, flags, command and every hash', async () => {
  const campaign = await campaignOf()
  const configuration = section(report(campaign), 'Configuration')
  for (const wanted of ['toycc 1.2.3', 'toylibc 4.5', '-O2 -static', 'a'.repeat(64), 'first touch', '"size":10']) {
    expect(configuration).toContain(wanted)
  }
  const [result] = campaign.results
  for (const hash of Object.values(result?.hashes ?? {})) expect(configuration).toContain(hash)
  expect(configuration).toMatch(/```sh\nfixture [0-9a-f]{32} 10\n```/)
})

/** A document without its fenced blocks and code spans, in which nothing is markup. */
function withoutCode(text: string): string {
  return text.replaceAll(/^(`{3,})\w+\n[\s\S]*?\n\1$/gm, '').replaceAll(/`[^`\n]+`/g, '')
}

test.each(hostile)('a guest that says %j forges nothing', async (says) => {
  const campaign = await campaignOf({ play: (request) => answer(request, { says }), facts: { notes: [says] } })
  const text = report(campaign)
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(withoutCode(text)).not.toMatch(/<(?!!-- (-->|capos-benchmark-results:toy (start|end) -->))/)
  expect(withoutCode(text)).not.toMatch(/!\[|(?<!\\)\]\((?!\.\.\/campaigns\/)/)
  expect(text.match(/^#+ Forged/gm)).toBeNull()
  expect(text.match(/^<!-- capos-benchmark-results:toy end -->$/gm)).toHaveLength(1)
})
