import { resolve } from 'node:path'
import { exitCodes, readCampaign, verifyEvidence } from '@capbench/core'
import { writeHtmlReport, writeReport } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'

export const reportCommand = command({
  definition: {
    meta: { name: 'report', description: 'Write the report of a campaign anew from its evidence' },
    args: {
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      html: { type: 'boolean', description: 'One HTML page with plots in place of Markdown; it loads nothing' },
      out: { type: 'string', description: 'File (default: <store>/reports/<id>.md or .html)', valueHint: 'file' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
    },
  },
  help: `The exit code is that of the campaign, as \`capbench show\` gives it.

Examples
  capbench report
  capbench report latest --out report.md
  capbench report --html`,
  run: async ({ flags, io, sources }) => {
    const directory = findCampaign(flags.positionals[0] ?? 'latest', storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const campaign = await readCampaign(directory, benchmarks, limitOf(flags))
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    const out = flags.text('out')
    const options = { verification, ...(out !== undefined && { file: resolve(io.cwd, out) }) }
    const file = flags.has('html') ? await writeHtmlReport(campaign, options) : writeReport(campaign, options)
    io.stdout(`${file}\n`)
    return verification.verified ? campaign.exitCode : exitCodes.bad
  },
})
