import { resolve } from 'node:path'
import { exitCodes, readCampaign, verifyEvidence } from '@capbench/core'
import { writeReport } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'

export const reportCommand = command({
  definition: {
    meta: { name: 'report', description: 'Write the report of a campaign anew from its evidence' },
    args: {
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      out: { type: 'string', description: 'File (default: <store>/reports/<id>.md)', valueHint: 'file' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
    },
  },
  help: `The exit code is that of the campaign, as \`capbench show\` gives it.

Examples
  capbench report
  capbench report latest --out report.md`,
  run: async ({ flags, io, sources }) => {
    const directory = findCampaign(flags.positionals[0] ?? 'latest', storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const campaign = await readCampaign(directory, benchmarks, limitOf(flags))
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    const out = flags.text('out')
    const file = writeReport(campaign, { verification, ...(out !== undefined && { file: resolve(io.cwd, out) }) })
    io.stdout(`${file}\n`)
    return verification.verified ? campaign.exitCode : exitCodes.bad
  },
})
