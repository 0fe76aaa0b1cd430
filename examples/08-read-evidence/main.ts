import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { smpPrimes } from '@capbench/bench-smp-primes'
import { choicesFrom } from '@capbench/cli'
import {
  readCampaign,
  run,
  sha256Hex,
  suite,
  verifyEvidence,
  withCases,
  withMethod,
  withParameters,
} from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { renderExport, writeHtmlReport } from '@capbench/report'

/** A directory of evidence that somebody gave you; without one, a small campaign is run to have one. */
const directory = process.argv[2] ?? (await makeEvidence())

async function makeEvidence(): Promise<string> {
  const choices = choicesFrom(process.env)
  const primes = suite({ name: 'evidence', benchmarks: [smpPrimes], targets: [nativeHost(choices.native)] })
  const small = withParameters(withCases(primes, smpPrimes, ['smp1']), smpPrimes, { limit: 20_000 })
  return (await run(withMethod(small, smpPrimes, { runs: 2, warmups: 0 }), choices.run)).directory
}

// The definitions are yours: nothing that evidence names is loaded.
const benchmarks = [smpPrimes]
const verification = await verifyEvidence(directory, { benchmarks })
for (const { name, outcome } of verification.checks) console.log(name, outcome)
console.log(verification.verified ? 'verified' : 'not verified', '- every figure follows from the raw logs')

// Figures are derived anew from the raw logs, never read from where they are stored.
const campaign = await readCampaign(directory, benchmarks)
for (const { metric, status } of campaign.results) console.log(campaign.id, metric, status)
const out = join(import.meta.dirname, 'target')
const report = await writeHtmlReport(campaign, { file: join(out, 'report.html'), verification })
console.log('report with plots, for any browser:', report)
if (verification.verified) {
  const lines = renderExport('prometheus', campaign, verification).split('\n')
  console.log(lines.find((line) => !line.startsWith('#')))
}

/** What a forger does: digests that fit again. */
function digestAnew(place: string, manifest: string): void {
  const lines = readFileSync(join(place, manifest), 'utf8').trimEnd().split('\n')
  const digestOf = (file: string) => sha256Hex(readFileSync(join(place, file)))
  const anew = lines.map((line) => line.slice(66)).map((file) => `${digestOf(file)}  ${file}\n`)
  writeFileSync(join(place, manifest), anew.join(''))
}

// What a changed copy is worth: one digit of a published median is another one, or of the primes in a raw log.
const log = campaign.runs.find(({ record }) => record.kind === 'measured')?.run.folder
const changes = [
  { what: 'changed figure', file: 'summary.csv', pattern: /,ns,\d+,\d+/, forge: false },
  { what: 'forged figure', file: 'summary.csv', pattern: /,ns,\d+,\d+/, forge: true },
  { what: 'forged log', file: `${log}/records.log`, pattern: /"primes":\d+/, forge: true },
].filter(({ file }) => existsSync(join(directory, file)))
const copy = join(out, 'changed', campaign.id)
for (const { what, file, pattern, forge } of changes) {
  rmSync(join(out, 'changed'), { recursive: true, force: true })
  cpSync(directory, copy, { recursive: true })
  const text = readFileSync(join(copy, file), 'utf8')
  const change = (found: string) => `${found.slice(0, -1)}${(Number(found.at(-1)) + 1) % 10}`
  writeFileSync(join(copy, file), text.replace(pattern, change))
  if (forge) for (const manifest of ['evidence.sha256', 'derived.sha256']) digestAnew(copy, manifest)
  const { verified, open } = await verifyEvidence(copy, { benchmarks })
  console.log(`${what}:`, verified ? 'not noticed' : `${open[0]?.name} failed: ${open[0]?.details[0]}`)
}
