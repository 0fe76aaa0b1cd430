import { resolve } from 'node:path'
import { type Campaign, exitCodes, type Verification, verifyEvidence } from '@capbench/core'
import { writeHtmlReport, writeMergedReport, writeReport, writeReportWithPlots } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { usage } from '../options/usage.ts'
import { documentText } from '../output/document.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'
import { readKnown } from './read-known.ts'

function writerFor(html: boolean, plots: boolean) {
  if (html && plots) throw usage('--plots is for Markdown, and --html has its plots in the page; choose one of them')
  if (html) return writeHtmlReport
  return plots ? writeReportWithPlots : writeReport
}

export const reportCommand = command({
  definition: {
    meta: { name: 'report', description: 'Write the report of campaigns anew from their evidence' },
    args: {
      campaign: {
        type: 'positional',
        description: 'Evidence directory, id, or latest; several are one report',
        required: false,
      },
      html: { type: 'boolean', description: 'One HTML page with plots in place of Markdown; it loads nothing' },
      plots: { type: 'boolean', description: 'Plots as SVG files beside the Markdown, which shows them' },
      out: { type: 'string', description: 'File (default: <store>/reports/<id>.md or .html)', valueHint: 'file' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
      json: { type: 'boolean', description: 'Print one JSON document that names the file' },
    },
  },
  variadic: true,
  help: `The exit code is that of the campaign, as \`capbench show\` gives it; of several, the greatest.
Several need --out.

Examples
  capbench report
  capbench report latest --out report.md
  capbench report --html
  capbench report --plots
  capbench report 20260430T111300Z-smp-primes-0d89a91b latest --html --out both.html`,
  run: async ({ flags, io, sources }) => {
    const out = flags.text('out')
    const wanted = flags.positionals.length === 0 ? ['latest'] : flags.positionals
    if (wanted.length > 1 && out === undefined) throw usage('the report of several campaigns needs --out FILE')
    if (wanted.length > 1 && flags.has('plots')) throw usage('--plots is for one campaign; --html has the plots of all')
    const write = writerFor(flags.has('html'), flags.has('plots'))
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const read: { campaign: Campaign; verification: Verification }[] = []
    for (const each of wanted) {
      const directory = findCampaign(each, storeOf(flags, io), io.cwd)
      const campaign = await readKnown(directory, benchmarks, limitOf(flags))
      read.push({ campaign, verification: await verifyEvidence(directory, { benchmarks, ...limitOf(flags) }) })
    }
    const [{ campaign, verification }, ...others] = read as [(typeof read)[number], ...typeof read]
    const place = out === undefined ? undefined : resolve(io.cwd, out)
    const format = flags.has('html') ? 'html' : 'markdown'
    const file =
      others.length > 0 && place !== undefined
        ? await writeMergedReport(read, { file: place, format })
        : await write(campaign, { verification, ...(place !== undefined && { file: place }) })
    const verified = read.every((each) => each.verification.verified)
    const exitCode = Math.max(...read.map((each) => each.campaign.exitCode), verified ? 0 : exitCodes.bad)
    const ids =
      others.length === 0 ? { campaignId: campaign.id } : { campaignIds: read.map((each) => each.campaign.id) }
    const document = { ...ids, file, verified, exitCode }
    io.stdout(flags.has('json') ? documentText(document) : `${file}\n`)
    return exitCode
  },
})
