import { exitCodes, rebuildIndex } from '@capbench/core'
import { visible } from '@capbench/report'
import { storeOf } from '../options/run-options.ts'
import { busy } from '../output/watching.ts'
import { command } from './command.ts'

export const indexCommand = command({
  definition: {
    meta: { name: 'index', description: 'Bring the index of a store in line with the campaigns that lie in it' },
    args: {
      store: { type: 'string', description: 'Evidence store (default: target/capbench)', valueHint: 'dir' },
      json: { type: 'boolean', description: 'Print one JSON document' },
    },
  },
  help: `A whole index only grows. A broken one is kept as index.jsonl.replaced-<n>, and a new one is made.

Examples
  capbench index
  capbench index --store elsewhere/capbench`,
  run: async ({ flags, io }) => {
    const store = storeOf(flags, io)
    const rebuilt = await busy(io, `reading the campaigns of ${store}`, () => rebuildIndex(store))
    const { campaigns, added, replaced, faults, refused } = rebuilt
    if (flags.has('json')) io.stdout(`${JSON.stringify(rebuilt, null, 2)}\n`)
    else {
      const lines = [
        `${campaigns} campaigns, ${added.length} of them new`,
        ...added.map((id) => `  ${id}`),
        ...(replaced === undefined ? [] : [`the old index was broken and is kept as ${replaced}`]),
        ...faults.map((fault) => `  ${fault}`),
        ...refused.map(({ campaignId, reason }) => `not indexed: ${campaignId}: ${reason}`),
      ]
      io.stdout(`${lines.map((line) => line.replace(/\S.*/, visible)).join('\n')}\n`)
    }
    return refused.length === 0 ? exitCodes.good : exitCodes.bad
  },
})
