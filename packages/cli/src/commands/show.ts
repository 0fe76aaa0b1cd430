import { exitCodes, verifyEvidence } from '@capbench/core'
import { verificationWord } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { commandsDocument, commandsOf } from '../output/commands.ts'
import { documentOf, documentText } from '../output/document.ts'
import { summaryOf } from '../output/summary.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'
import { readKnown } from './read-known.ts'

export const showCommand = command({
  definition: {
    meta: { name: 'show', description: 'Show the results of a campaign, derived from its raw logs' },
    args: {
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      commands: { type: 'boolean', description: 'Print for every run a command that repeats it by hand' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
      json: { type: 'boolean', description: 'Print one JSON document instead of tables' },
    },
  },
  help: `Examples
  capbench show
  capbench show latest --commands
  capbench show latest --json`,
  run: async ({ flags, io, sources }) => {
    const directory = findCampaign(flags.positionals[0] ?? 'latest', storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const campaign = await readKnown(directory, benchmarks, limitOf(flags))
    if (flags.has('commands')) {
      io.stdout(flags.has('json') ? commandsDocument(campaign) : commandsOf(campaign))
      return exitCodes.good
    }
    // What is shown was derived by the code at hand, which may be other code than that of the evidence.
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    const check = verificationWord(verification, campaign)
    const { exitCode } = campaign
    if (flags.has('json'))
      io.stdout(documentText(documentOf(campaign, exitCode, { verified: verification.verified, check })))
    else {
      io.stdout(
        summaryOf(campaign, [
          ['evidence', directory],
          ['check', check],
        ]),
      )
    }
    return exitCode
  },
})
