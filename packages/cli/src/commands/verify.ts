import { type Verification, verifyEvidence } from '@capbench/core'
import { visible } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { signatureOf } from '../options/signature.ts'
import { usage } from '../options/usage.ts'
import { busy } from '../output/watching.ts'
import { command } from './command.ts'
import { findCampaign } from './find-campaign.ts'
import { definitionRemedy } from './read-known.ts'

export const verifyCommand = command({
  definition: {
    meta: { name: 'verify', description: 'Check evidence offline: derive every figure again from the raw logs' },
    args: {
      directory: {
        type: 'positional',
        description: 'Evidence directory, id of a campaign, or latest',
        required: false,
      },
      publishable: { type: 'boolean', description: 'Also demand that every result may be published' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      signature: { type: 'string', description: 'Demand that this DSSE envelope vouches for it', valueHint: 'file' },
      'public-key': {
        type: 'string',
        description: 'Ed25519 key that is trusted, as PEM; repeatable',
        valueHint: 'file',
      },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
      json: { type: 'boolean', description: 'Print one JSON document' },
    },
  },
  repeatable: ['public-key'],
  help: `Examples
  capbench verify target/capbench/campaigns/20260430T111300Z-smp-primes-0d89a91b
  capbench verify latest --publishable
  capbench verify latest --signature campaign.dsse.json --public-key release.pem`,
  run: async ({ flags, io, sources }) => {
    const [wanted] = flags.positionals
    if (wanted === undefined) throw usage('verify needs an evidence directory, the id of a campaign, or latest')
    const directory = findCampaign(wanted, storeOf(flags, io), io.cwd)
    const benchmarks = sources.map(({ benchmark }) => benchmark)
    const options = {
      benchmarks,
      publishable: flags.has('publishable'),
      ...limitOf(flags),
      ...signatureOf(flags, io.cwd),
    }
    const verification = await busy(io, `verifying ${directory}`, () => verifyEvidence(directory, options))
    // What is open stands among the checks already.
    if (flags.has('json')) io.stdout(`${JSON.stringify({ ...verification, open: undefined }, null, 2)}\n`)
    else io.stdout(`${linesOf(verification, flags.has('publishable')).join('\n')}\n`)
    return verification.exitCode
  },
})

/** One edited log makes every derived file differ; the first few say enough, and `--json` has them all. */
const mostDetails = 10

function linesOf(verification: Verification, withReasons: boolean): readonly string[] {
  const { checks, verified, publishable, publishableReasons, directory } = verification
  return [
    ...checks.flatMap(({ name, outcome, details }) => [
      `${outcome.padEnd(8)}${name}`,
      ...indented(details),
      ...(name === 're-derive' && outcome === 'skipped' ? indented([`it is given ${definitionRemedy}`]) : []),
    ]),
    `${verified ? 'verified' : 'unverified'}, ${publishable ? '' : 'not '}publishable: ${directory}`,
    ...(withReasons ? indented(publishableReasons) : []),
  ]
}

function indented(details: readonly string[]): readonly string[] {
  const more = details.length - mostDetails
  const shown = details.slice(0, mostDetails).map((detail) => `        ${visible(detail)}`)
  return more > 0 ? [...shown, `        and ${more} more; --json has them all`] : shown
}
