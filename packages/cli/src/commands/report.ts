import { resolve } from 'node:path'
import { exitCodes, readCampaign, verifyEvidence } from '@capbench/core'
import { writeHtmlReport, writeReport, writeReportWithPlots } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { usage } from '../options/usage.ts'
import { documentText } from '../output/document.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'

function writerFor(html: boolean, plots: boolean) {
  if (html && plots) throw usage('--plots is for Markdown, and --html has its plots in the page; choose one of them')
  if (html) return writeHtmlReport
  return plots ? writeReportWithPlots : writeReport
}

export const reportCommand = command({
  definition: {
    meta: { name: 'report', description: 'Write the report of a campaign anew from its evidence' },
    args: {
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      html: { type: 'boolean', description: 'One HTML page with plots in place of Markdown; it loads nothing' },
      plots: { type: 'boolean', description: 'Plots as SVG files beside the Markdown, which shows them' },
      out: { type: 'string', description: 'File (default: <store>/reports/<id>.md or .html)', valueHint: 'file' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
      json: { type: 'boolean', description: 'Print one JSON document that names the file' },
    },
  },
  help: `The exit code is that of the campaign, as \`capbench show\` gives it.

Examples
  capbench report
  capbench report latest --out report.md
  capbench report --html
  capbench report --plots`,
  run: async ({ flags, io, sources }) => {
    const directory = findCampaign(flags.positionals[0] ?? 'latest', storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const campaign = await readCampaign(directory, benchmarks, limitOf(flags))
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    const out = flags.text('out')
    const options = { verification, ...(out !== undefined && { file: resolve(io.cwd, out) }) }
    const write = writerFor(flags.has('html'), flags.has('plots'))
    const file = await write(campaign, options)
    const { verified } = verification
    const exitCode = verified ? campaign.exitCode : exitCodes.bad
    const document = { campaignId: campaign.id, file, verified, exitCode }
    io.stdout(flags.has('json') ? documentText(document) : `${file}\n`)
    return exitCode
  },
})
