import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import {
  canonicalJson,
  type JsonObject,
  listCampaigns,
  readCanonicalJson,
  sha256Hex,
  verifyEvidence,
} from '@capbench/core'
import { benchmarks, syntheticCampaign } from '../in-process/campaign.ts'
import { type Bound, type Line, lineOf } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'

/** Configurations in the index: each has the same number of attempts. */
const configurations = 10
/** Most ms that a question to the index may take. */
const atMost = 1000

/** An index of so many campaigns, each a variant of one that was published; `listCampaigns` checks its chain. */
async function makeIndex(store: string, count: number): Promise<string> {
  const seed = mkdtempSync(join(store, `of-${count}-`))
  await syntheticCampaign(seed, 1)
  const first = readCanonicalJson(readFileSync(join(seed, 'index.jsonl')).subarray(0, -1)) as JsonObject
  let prev: string | null = null
  let text = ''
  for (let seq = 0; seq < count; seq++) {
    const campaignId = `20260101T000000Z-played-${seq.toString(16).padStart(8, '0')}`
    const configHash = sha256Hex(new TextEncoder().encode(`configuration ${seq % configurations}`))
    const line: string = canonicalJson({ ...first, seq, prev, campaignId, configHash })
    prev = sha256Hex(new TextEncoder().encode(line))
    text += `${line}\n`
  }
  writeFileSync(join(seed, 'index.jsonl'), text)
  return seed
}

/** Lists, filters and attempts over indexes of growing size, and what one more campaign costs beside so many. */
export async function measureIndex(scale: Scale): Promise<{ lines: readonly Line[]; bounds: readonly Bound[] }> {
  const store = mkdtempSync(join(tmpdir(), 'capbench-index-'))
  try {
    const lines: Line[] = []
    const growth: Line[] = []
    for (const count of [10, scale.indexed / 10, scale.indexed]) {
      const own = await makeIndex(store, count)
      const [first] = listCampaigns(own)
      if (first === undefined) throw new Error('the index is empty')
      lines.push(timed(`list ${count} campaigns`, count, () => listCampaigns(own)))
      growth.push(await grown(own, count))
      if (count < scale.indexed) continue
      const { configHash } = first
      lines.push(
        timed(`a suite and target among ${count}`, count, () =>
          listCampaigns(own, { suite: 'played', target: 'fake' }),
        ),
      )
      lines.push(timed(`attempts at one configuration among ${count}`, count, () => listCampaigns(own, { configHash })))
    }
    const bounds = lines.slice(-3).map(({ name, unit, min, median }) => ({ name, unit, atMost, min, median }))
    return { lines: [...lines, ...growth], bounds }
  } finally {
    rmSync(store, { recursive: true })
  }
}

/** Executes, publishes, indexes and verifies one small campaign more, the index being checked from end to end. */
async function grown(store: string, count: number): Promise<Line> {
  const samples: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    const { directory } = await syntheticCampaign(store, 1)
    const { verified } = await verifyEvidence(directory, { benchmarks })
    samples.push(performance.now() - start)
    if (!verified) throw new Error(`a campaign beside ${count} others does not verify`)
  }
  return lineOf(`make and verify one campaign beside ${count}`, samples)
}

function timed(name: string, count: number, call: () => unknown): Line {
  const cpuMs: number[] = []
  const samples = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    const start = performance.now()
    call()
    const wallMs = performance.now() - start
    const { user, system } = process.cpuUsage(before)
    cpuMs.push((user + system) / 1000)
    return wallMs
  })
  const least = Math.min(...cpuMs)
  const rate = `${least.toFixed(1)} ms CPU at least, ${((least * 1000) / count).toFixed(1)} us a campaign`
  return { ...lineOf(name, samples), rate }
}
