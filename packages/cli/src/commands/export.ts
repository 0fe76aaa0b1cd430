import { exitCodes, verifyEvidence } from '@capbench/core'
import { type ExportFormat, exportFormats, renderExport } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { oneOf, usage } from '../options/usage.ts'
import { documentText } from '../output/document.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'
import { readKnown } from './read-known.ts'

const names = Object.keys(exportFormats) as readonly ExportFormat[]

export const exportCommand = command({
  definition: {
    meta: { name: 'export', description: 'Print the results of verified evidence in a format of other tools' },
    args: {
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      format: { type: 'string', description: names.join(', '), valueHint: 'name' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
      json: { type: 'boolean', description: 'Print one JSON document, with the export as its text' },
    },
  },
  help: `Formats
${Object.entries(exportFormats)
  .map(([name, says]) => `  ${name.padEnd(15)} ${says}`)
  .join('\n')}

Examples
  capbench export --format junit > capbench.xml
  capbench export latest --format prometheus > capbench.prom`,
  run: async ({ flags, io, sources }) => {
    const wanted = flags.text('format')
    if (wanted === undefined) throw usage(`--format must be one of ${names.join(', ')}, got none`)
    const format = oneOf('--format', wanted, names)
    const directory = findCampaign(flags.positionals[0] ?? 'latest', storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    const campaign = await readKnown(directory, benchmarks, limitOf(flags))
    const text = renderExport(format, campaign, verification)
    const document = { campaignId: campaign.id, format, text, exitCode: exitCodes.good }
    io.stdout(flags.has('json') ? documentText(document) : text)
    return exitCodes.good
  },
})
