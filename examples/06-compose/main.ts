import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashChunks } from '@capbench/bench-hash-chunks'
import { smpPrimes } from '@capbench/bench-smp-primes'
import { choicesFrom } from '@capbench/cli'
import {
  type Campaign,
  concat,
  filter,
  mapTargets,
  merge,
  parametrize,
  type Reporter,
  run,
  sha256Hex,
  start,
  suite,
  withCases,
  withMethod,
  withParameters,
} from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { mergeReports, type ReportInput, readEnvironment } from '@capbench/report'

const choices = choicesFrom(process.env)
const host = nativeHost(choices.native)

// A suite is a value: each of these is another one, and none of them has done anything yet.
const primes = suite({ name: 'primes', benchmarks: [smpPrimes], targets: [host] })
const hashing = suite({ name: 'hashing', benchmarks: [hashChunks], targets: [host] })
const small = withParameters(primes, smpPrimes, { limit: 20_000 })
const chunks = withParameters(hashing, hashChunks, { corpusBytes: 2 ** 20, chunkBytes: 2 ** 12, passes: 1 })
const both = concat('both', withCases(small, smpPrimes, ['smp1', 'smp2']), withCases(chunks, hashChunks, ['smp1']))
const quick = withMethod(withMethod(both, smpPrimes, { runs: 2, warmups: 0 }), hashChunks, { runs: 2, warmups: 0 })
const twins = concat(
  'twins',
  quick,
  mapTargets(quick, () => nativeHost({ ...choices.native, name: 'twin' })),
)
const onTwin = filter(twins, ({ benchmark, target }) => benchmark === smpPrimes && target.name === 'twin')
const primesOnTwin = { ...onTwin, name: 'primes-on-twin' }
for (const { name, entries } of [both, twins, primesOnTwin])
  console.log(name, entries.map(({ benchmark, target }) => `${benchmark.name} on ${target.name}`).join(', '))

// A reporter is a function over events.
const counts = new Map<string, number>()
const count: Reporter = ({ type }) => counts.set(type, (counts.get(type) ?? 0) + 1)
const campaigns: Campaign[] = [await run(twins, { ...choices.run, onEvent: count })]
console.log('twins:', counts.get('run-start'), 'runs begun,', counts.get('run-end'), 'ended')

// The events of a campaign are also something to loop over; here for each point of a sweep.
for (const point of parametrize(primesOnTwin, smpPrimes, [{ limit: 10_000 }, { limit: 30_000 }])) {
  const running = start(point, choices.run)
  for await (const event of running)
    if (event.type === 'planned') console.log(`${point.name}: ${event.plan.rows.length} rows`)
  campaigns.push(await running.campaign)
}

// Campaigns side by side; nothing is pooled, and each keeps its own evidence.
const merged = merge(...campaigns)
const statuses = Map.groupBy(merged.results, ({ result }) => result.status)
for (const [status, results] of statuses) console.log(merged.campaigns.length, 'campaigns:', results.length, status)

const input = (campaign: Campaign): ReportInput => ({
  campaign,
  campaignDigest: sha256Hex(readFileSync(join(campaign.directory, 'derived.sha256'))),
  evidence: campaign.directory,
  environment: readEnvironment(campaign.directory),
})
const report = join(import.meta.dirname, 'target', 'sweep.md')
mkdirSync(join(report, '..'), { recursive: true })
writeFileSync(report, mergeReports('Primes, on twins and in a sweep', campaigns.map(input)))
console.log(readFileSync(report, 'utf8').split('\n')[0], `in ${report}`)
