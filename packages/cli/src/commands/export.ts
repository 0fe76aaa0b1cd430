import { exitCodes, readCampaign, verifyEvidence } from '@capbench/core'
import { type ExportFormat, exportFormats, renderExport } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { usage } from '../options/usage.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'

const names = Object.keys(exportFormats) as readonly ExportFormat[]

export const exportCommand = command({
  definition: {
    meta: { name: 'export', description: 'Print the results of verified evidence in a format of other tools' },
    args: {
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      format: { type: 'string', description: names.join(', '), valueHint: 'name' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
    },
  },
  help: `Formats
${Object.entries(exportFormats)
  .map(([name, says]) => `  ${name.padEnd(15)} ${says}`)
  .join('\n')}
  A table for a spreadsheet is part of the evidence: summary.csv.

Examples
  capbench export --format junit > capbench.xml
  capbench export latest --format prometheus > capbench.prom`,
  run: async ({ flags, io, sources }) => {
    const wanted = flags.text('format')
    const format = names.find((name) => name === wanted)
    if (format === undefined) {
      throw usage(`--format must be one of ${names.join(', ')}, got ${wanted === undefined ? 'none' : `"${wanted}"`}`)
    }
    const directory = findCampaign(flags.positionals[0] ?? 'latest', storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    io.stdout(renderExport(format, await readCampaign(directory, benchmarks, limitOf(flags)), verification))
    return exitCodes.good
  },
})
