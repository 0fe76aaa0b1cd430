import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { baselineBytes, exitCodes, exportBaseline, readCampaign, verifyEvidence } from '@capbench/core'
import { verificationWord, visible } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { usage } from '../options/usage.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'

export const baselineCommand = command({
  definition: {
    meta: { name: 'baseline', description: 'Write what later campaigns are compared with to a small file for git' },
    args: {
      action: { type: 'positional', description: 'export', required: false },
      campaign: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      out: { type: 'string', description: 'File to write (default: standard output)', valueHint: 'file' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
    },
  },
  help: `It holds the medians, samples and hashes of the rows that passed, for the gate regression. Only evidence that
verifies is exported. A baseline of fewer than 10 runs makes its gates review-only.

Examples
  capbench baseline export latest --out baselines/primes.json`,
  run: async ({ flags, io, sources }) => {
    const [action, wanted = 'latest'] = flags.positionals
    if (action !== 'export') throw usage(`capbench baseline wants export, got ${JSON.stringify(action ?? '')}`)
    const directory = findCampaign(wanted, storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const verification = await verifyEvidence(directory, { benchmarks, ...limitOf(flags) })
    const campaign = await readCampaign(directory, benchmarks, limitOf(flags))
    if (!verification.verified) {
      io.stderr(visible(`capbench: not exported: ${verificationWord(verification, campaign)}`).concat('\n'))
      return exitCodes.bad
    }
    const bytes = baselineBytes(exportBaseline(campaign))
    const out = flags.text('out')
    if (out === undefined) io.stdout(new TextDecoder().decode(bytes))
    else writeFileSync(resolve(io.cwd, out), bytes)
    return exitCodes.good
  },
})
