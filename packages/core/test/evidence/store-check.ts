import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyEvidence } from '@capbench/core'
import { sha256Hex } from '../../src/encode/canonical.ts'
import { toy } from '../pipeline/toy.ts'

const fixture = new URL('publisher.fixture.ts', import.meta.url).pathname

/** Starts a process that publishes `count` campaigns; resolves when it has published its first, or has ended. */
export async function publisher(store: string, count: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=@capbench/source', fixture, store, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  child.stdout.resume()
  return child
}

/** How a process ended: its code, or the signal. */
export async function ended(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.signalCode ?? child.exitCode
}

const namesIn = (directory: string) => (existsSync(directory) ? readdirSync(directory) : [])
export const published = (store: string) =>
  namesIn(join(store, 'campaigns')).filter((name) => !name.startsWith('.tmp-'))
export const stages = (store: string) => namesIn(join(store, 'campaigns')).filter((name) => name.startsWith('.tmp-'))
export const quarantined = (store: string) => namesIn(join(store, 'quarantine'))

/** The published campaigns that do not verify, and why not; each is looked at once. */
export async function notWhole(store: string, known: Set<string>): Promise<readonly string[]> {
  const bad: string[] = []
  for (const name of published(store).filter((each) => !known.has(each))) {
    known.add(name)
    const { verified, open } = await verifyEvidence(join(store, 'campaigns', name), { benchmarks: [toy] })
    if (!verified) bad.push(`${name}: ${JSON.stringify(open)}`)
  }
  return bad
}

/** Reads the index as a stranger would: what is wrong with it, and which campaigns it names. */
export function readIndex(store: string): {
  readonly faults: readonly string[]
  readonly campaigns: readonly string[]
} {
  const lines = readFileSync(join(store, 'index.jsonl'), 'utf8').trimEnd().split('\n')
  const faults: string[] = []
  const campaigns = lines.map((text, index) => {
    const line = JSON.parse(text) as { seq: number; prev: string | null; campaignId: string; campaignDigest: string }
    const before = lines[index - 1]
    const prev = before === undefined ? null : sha256Hex(new TextEncoder().encode(before))
    if (line.seq !== index) faults.push(`line ${index + 1} has the number ${line.seq}`)
    if (line.prev !== prev) faults.push(`line ${index + 1} does not follow line ${index}`)
    const manifest = join(store, 'campaigns', line.campaignId, 'derived.sha256')
    if (!existsSync(manifest)) faults.push(`line ${index + 1} names a campaign that is not there`)
    else if (sha256Hex(readFileSync(manifest)) !== line.campaignDigest) faults.push(`line ${index + 1}: other digest`)
    return line.campaignId
  })
  return { faults, campaigns }
}
