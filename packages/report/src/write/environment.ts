import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type JsonValue, readCanonicalJson } from '@capbench/core'

/**
 * What was captured of the environment: `env/*.json` of an evidence directory by name, less what a campaign's content
 * has already.
 *
 * @throws CAPBENCH_HOSTILE for a file that is not canonical JSON
 */
export function readEnvironment(directory: string): ReadonlyMap<string, JsonValue> {
  const environment = new Map<string, JsonValue>()
  for (const name of readdirSync(join(directory, 'env')).sort()) {
    if (!name.endsWith('.json') || name.startsWith('target-') || name === 'campaign.json') continue
    environment.set(name.slice(0, -'.json'.length), readCanonicalJson(readFileSync(join(directory, 'env', name))))
  }
  return environment
}
