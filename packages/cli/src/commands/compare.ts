import { compare, exitCodes, readRows, type Verification, verifyEvidence } from '@capbench/core'
import { renderComparison, renderComparisonMarkdown, visible } from '@capbench/report'
import { limitOf, storeOf } from '../options/run-options.ts'
import { usage } from '../options/usage.ts'
import { notVerified, tell } from '../output/failure.ts'
import { busy } from '../output/watching.ts'
import { type CommandContext, command } from './command.ts'
import { findCampaign } from './find-campaign.ts'

export const compareCommand = command({
  definition: {
    meta: { name: 'compare', description: 'Set the rows of two campaigns beside each other: machines, days, systems' },
    args: {
      first: { type: 'positional', description: 'Evidence directory, id, or latest', required: false },
      second: { type: 'positional', description: 'Another one', required: false },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      'max-gib': { type: 'string', description: 'Most GiB of evidence that are read (default: 2)', valueHint: 'GiB' },
      markdown: { type: 'boolean', description: 'Print Markdown instead of text' },
      json: { type: 'boolean', description: 'Print one JSON document' },
    },
  },
  help: `Examples
  capbench compare 20260430T111300Z-smp-primes-0d89a91b latest
  capbench compare /mnt/other-machine/campaign latest --markdown`,
  run: async ({ flags, io, sources, plain }) => {
    const [first, second] = flags.positionals
    if (first === undefined || second === undefined) {
      throw usage('compare needs two campaigns: evidence directories, ids, or latest')
    }
    if (flags.has('json') && flags.has('markdown')) throw usage('--json and --markdown exclude each other')
    const store = storeOf(flags, io)
    const directories = [findCampaign(first, store, io.cwd), findCampaign(second, store, io.cwd)]
    const verifications: Verification[] = []
    for (const directory of directories) {
      const verifying = () => verifyWithEither({ sources, plain }, directory, limitOf(flags))
      verifications.push(await busy(io, `verifying ${directory}`, verifying))
    }
    const unsound = verifications.filter(({ checks }) => checks.some(({ outcome }) => outcome === 'fail'))
    if (unsound.length > 0) {
      const [first] = unsound
      const what = `not compared: ${unsound.map(({ directory }) => directory).join(' and ')} did not verify`
      const exitCode = worst(verifications.map((each) => each.exitCode))
      return tell(notVerified(what, first?.directory ?? '', exitCode), io, flags.has('json') ? 'json' : undefined)
    }
    const comparison = compare(directories.flatMap((directory) => readRows(directory, limitOf(flags))))
    const checks = verifications.map(checkOf)
    if (flags.has('json')) io.stdout(`${JSON.stringify({ checks, ...comparison }, null, 2)}\n`)
    else if (flags.has('markdown')) io.stdout(renderComparisonMarkdown(comparison))
    else io.stdout(`${renderComparison(comparison)}\n\n${checks.map(wordsOf).join('\n')}\n`)
    const rows = comparison.lines.flatMap(({ sideBySide, historical }) => [...sideBySide, ...historical])
    const bad = rows.some(({ result: { status } }) => status === 'failed' || status === 'invalid')
    return worst([bad ? exitCodes.bad : exitCodes.good, ...verifications.map(({ exitCode }) => exitCode)])
  },
})

/** One side may be what the baseline of the other was made of, and has no gate against it. */
async function verifyWithEither(
  { sources, plain }: Pick<CommandContext, 'sources' | 'plain'>,
  directory: string,
  limit: ReturnType<typeof limitOf>,
): Promise<Verification> {
  const verifyWith = (given: CommandContext['sources']) =>
    verifyEvidence(directory, { benchmarks: given.map(({ benchmark }) => benchmark), ...limit })
  const verification = await verifyWith(sources)
  if (verification.verified || plain === sources) return verification
  const other = await verifyWith(plain)
  return other.verified ? other : verification
}

const worst = (codes: readonly number[]) => Math.max(...codes)

interface Check {
  readonly directory: string
  readonly verified: boolean
  /** What could not be checked, and why: evidence may be older than the definitions at hand. */
  readonly skipped: readonly string[]
}

function checkOf({ directory, verified, open }: Verification): Check {
  const skipped = open.filter(({ outcome }) => outcome === 'skipped')
  return { directory, verified, skipped: skipped.map(({ name, details }) => `${name}: ${details.join('; ')}`) }
}

function wordsOf({ directory, verified, skipped }: Check): string {
  return visible(`check: ${directory}: ${verified ? 'verified' : `unverified, ${skipped.join('; ')}`}`)
}
