import { exitCodes, type ListedCampaign, listCampaigns, unindexedCampaigns } from '@capbench/core'
import { visible } from '@capbench/report'
import { suggested } from '../options/nearest.ts'
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
    const notes = missing > 0 ? [`the index lacks ${missing} campaigns of the store; \`capbench index\` adds them`] : []
    if (campaigns.length === 0 && missing === 0) notes.push(...notesOf(listCampaigns(store), filter))
    for (const note of notes) io.stderr(`note: ${note}\n`)
    if (flags.has('json')) io.stdout(`${JSON.stringify(campaigns, null, 2)}\n`)
    else io.stdout(`${[...campaigns.map(lineOf), `${campaigns.length} of them`].join('\n')}\n`)
    return exitCodes.good
  },
})

/** What of a filter that lets nothing through no campaign has at all: a typo, perhaps. */
function notesOf(all: readonly ListedCampaign[], filter: Readonly<Record<string, string>>): readonly string[] {
  if (all.length === 0) return ['the store has no campaigns; `capbench run` makes one']
  const known: Readonly<Record<string, readonly string[]>> = {
    suite: all.map(({ suite }) => suite),
    benchmark: all.flatMap(({ benchmarks }) => benchmarks),
    target: all.flatMap(({ targets }) => targets),
    purpose: all.map(({ purpose }) => purpose),
  }
  return Object.entries(filter).flatMap(([field, value]) => {
    const there = [...new Set(known[field] ?? [value])].sort()
    if (there.includes(value)) return []
    const meant = suggested(value, there)
    return [visible(`no campaign has the ${field} ${value}; there are ${there.join(', ')}${meant ? `; ${meant}` : ''}`)]
  })
}

function lineOf({ campaignId, purpose, ended, counts, attempt, attempts, configHash }: ListedCampaign): string {
  const statuses = Object.entries(counts).filter(([, count]) => count > 0)
  const results = statuses.map(([status, count]) => `${count} ${status}`).join(', ')
  const which = attempts > 1 ? `attempt ${attempt} of ${attempts} at` : 'the only attempt at'
  const notDone = ended === 'done' ? '' : ` (${ended})`
  return visible(`${campaignId} ${purpose}${notDone}: ${results}; ${which} ${configHash.slice(0, 12)}`)
}
