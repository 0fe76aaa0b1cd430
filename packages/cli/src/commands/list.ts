import { exitCodes, type ListedCampaign, listCampaigns, unindexedCampaigns } from '@capbench/core'
import { visible } from '@capbench/report'
import { storeOf } from '../options/run-options.ts'
import { command } from './command.ts'

export const listCommand = command({
  definition: {
    meta: { name: 'list', description: 'List the campaigns of a store, with every attempt, from its index' },
    args: {
      suite: { type: 'string', description: 'Only campaigns of this suite', valueHint: 'name' },
      benchmark: { type: 'string', description: 'Only campaigns with this benchmark', valueHint: 'name' },
      target: { type: 'string', description: 'Only campaigns with this target', valueHint: 'name' },
      purpose: { type: 'string', description: 'Only campaigns of this purpose', valueHint: 'name' },
      'config-hash': { type: 'string', description: 'Only attempts at this configuration', valueHint: 'hash' },
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      json: { type: 'boolean', description: 'Print one JSON document' },
    },
  },
  help: `Examples
  capbench list
  capbench list --suite smp-primes --json`,
  run: async ({ flags, io }) => {
    const names = { suite: 'suite', benchmark: 'benchmark', target: 'target', purpose: 'purpose' } as const
    const all = { ...names, configHash: 'config-hash' } as const
    const filter = Object.fromEntries(
      Object.entries(all).flatMap(([field, name]) => {
        const value = flags.text(name)
        return value === undefined ? [] : [[field, value]]
      }),
    )
    const store = storeOf(flags, io)
    const campaigns = listCampaigns(store, filter)
    const missing = unindexedCampaigns(store).length
    if (missing > 0)
      io.stderr(`note: the index lacks ${missing} campaigns of the store; \`capbench index\` adds them\n`)
    if (flags.has('json')) io.stdout(`${JSON.stringify(campaigns, null, 2)}\n`)
    else io.stdout(`${[...campaigns.map(lineOf), `${campaigns.length} of them`].join('\n')}\n`)
    return exitCodes.good
  },
})

function lineOf({ campaignId, purpose, ended, counts, attempt, attempts, configHash }: ListedCampaign): string {
  const statuses = Object.entries(counts).filter(([, count]) => count > 0)
  const results = statuses.map(([status, count]) => `${count} ${status}`).join(', ')
  const which = attempts > 1 ? `attempt ${attempt} of ${attempts} at` : 'the only attempt at'
  const notDone = ended === 'done' ? '' : ` (${ended})`
  return visible(`${campaignId} ${purpose}${notDone}: ${results}; ${which} ${configHash.slice(0, 12)}`)
}
