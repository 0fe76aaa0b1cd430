import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { suggested } from '../options/nearest.ts'
import { usage } from '../options/usage.ts'

/**
 * The evidence directory that a person means: a path, the id of a campaign in the store, or `latest`, the one that was
 * published last.
 *
 * @throws CAPBENCH_USAGE where there is none; the message says where it was looked for.
 */
export function findCampaign(wanted: string, store: string, cwd: string): string {
  if (wanted === 'latest') return latest(store)
  const candidates = [resolve(cwd, wanted), ...(/^[\w-]+$/.test(wanted) ? [join(store, 'campaigns', wanted)] : [])]
  const found = candidates.find(isDirectory)
  if (found !== undefined) return found
  const ids = ['latest', ...campaignIds(store)]
  throw usage(`there is no evidence directory ${candidates.join(', nor ')}`, suggested(wanted, ids))
}

/** The campaigns that lie in a store, newest last; their names begin with the time. None where there is no store. */
export function campaignIds(store: string): readonly string[] {
  try {
    return readdirSync(join(store, 'campaigns')).sort()
  } catch {
    return []
  }
}

function latest(store: string): string {
  const index = join(store, 'index.jsonl')
  // A store of somebody else's may hold anything: a FIFO would never end.
  if (statSync(index, { throwIfNoEntry: false })?.isFile() !== true) {
    const remedy = 'make a campaign with `capbench run`, or the index of those that lie there with `capbench index`'
    throw usage(`there is no campaign in ${store}: ${index} is no file; ${remedy}`)
  }
  const text = readFileSync(index, 'utf8')
  // The index is in the order of publication; a campaign may have been removed since.
  const ids = [...text.matchAll(/"campaignId":"([0-9A-Za-z-]+)"/g)].map(([, id]) => id ?? '').reverse()
  const found = ids.map((id) => join(store, 'campaigns', id)).find(isDirectory)
  if (found === undefined) throw usage(`none of the ${ids.length} campaigns in ${index} is there`)
  return found
}

const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
