import type { PrepareContext } from '@capbench/core'
import { readHostTopology } from '../topology/read.ts'
import type { HostTopology } from '../topology/topology.ts'
import { type HostEnvironment, hostEnvironment } from './host.ts'
import { hostingOf } from './hosting.ts'
import { hostVersions } from './versions.ts'

/**
 * Adds what every campaign says about its host to the evidence: `env/topology.json`, `host.json`, `hosting.json` and
 * `versions.json`. Every target of a campaign calls it and gets the same facts.
 */
export async function captureHost({
  environment,
}: Pick<PrepareContext, 'environment'>): Promise<{ readonly topology: HostTopology; readonly host: HostEnvironment }> {
  const topology = await environment('topology', () => readHostTopology())
  const host = await environment('host', () => hostEnvironment())
  await environment('hosting', () => hostingOf(topology))
  await environment('versions', () => hostVersions())
  return { topology, host }
}
