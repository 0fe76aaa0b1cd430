import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { baselineBytes, exitCodes, exportBaseline, verifyEvidence } from '@capbench/core'
import { verificationWord } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { usage } from '../options/usage.ts'
import { documentText } from '../output/document.ts'
import { notVerified, tell } from '../output/failure.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'
import { readKnown } from './read-known.ts'

export const baselineCommand = command({
  definition: {
    meta: { name: 'baseline', description: 'Write what later campaigns are compared with to a small file for git' },
    args: {
      action: { type: 'positional', description: 'export', required: false },
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      out: { type: 'string', description: 'File to write (default: standard output)', valueHint: 'file' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
      json: { type: 'boolean', description: 'Print one JSON document, with the baseline in it' },
    },
  },
  help: `It holds the medians, samples and hashes of the rows that passed, for the gate regression. Only evidence that
verifies is exported. A baseline of fewer than 10 runs makes its gates review-only.

Examples
  capbench baseline export latest --out baselines/primes.json`,
  run: async ({ flags, io, sources }) => {
    const [action, wanted = 'latest'] = flags.positionals
    if (action !== 'export') {
      const remedy = 'say `capbench baseline export`'
      throw usage(`capbench baseline wants export, got ${JSON.stringify(action ?? '')}`, remedy)
    }
    const directory = findCampaign(wanted, storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    const campaign = await readKnown(directory, benchmarks, limitOf(flags))
    if (!verification.verified) {
      const what = `not exported: ${verificationWord(verification, campaign)}`
      return tell(notVerified(what, directory, exitCodes.bad), io, flags.has('json') ? 'json' : undefined)
    }
    const baseline = exportBaseline(campaign)
    const bytes = baselineBytes(baseline)
    const out = flags.text('out')
    const file = out === undefined ? null : resolve(io.cwd, out)
    if (file !== null) writeFileSync(file, bytes)
    if (flags.has('json')) {
      const document = { campaignId: campaign.id, file, baseline, exitCode: exitCodes.good }
      io.stdout(documentText(document))
    } else if (file === null) io.stdout(new TextDecoder().decode(bytes))
    return exitCodes.good
  },
})
