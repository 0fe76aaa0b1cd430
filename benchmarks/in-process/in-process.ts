import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  canonicalBytes,
  canonicalJson,
  decodeResult,
  encodeResult,
  readCanonicalJson,
  type StoredResult,
  verifyEvidence,
} from '@capbench/core'
import { encodeStream } from '@capbench/core/testing'
import { Bench } from 'tinybench'
import type { Group, Line } from '../measure/line.ts'
import type { Scale } from '../measure/scale.ts'
import { benchmarks, syntheticCampaign } from './campaign.ts'
import { coreInternals } from './internals.ts'

const nonce = '0'.repeat(32)
const mebibyte = 1 << 20

/** A stream of small records, as a program that reports every sample prints it. */
function streamOf(bytes: number): Uint8Array {
  const value = { index: 0, startNs: 1_234_567_890_123, endNs: 1_234_567_990_456, cpu: 1 }
  const count = Math.max(1, Math.floor(bytes / 123))
  const records = Array.from({ length: count }, (_, index) => ({ type: 'sample', value: { ...value, index } }))
  return encodeStream(nonce, { program: 'samples', version: '1.0.0' }, records)
}

/** Samples with ties, as timers give them: a fixed linear congruential sequence (Numerical Recipes, "ranqd1"). */
function samplesOf(count: number): readonly number[] {
  let state = 1
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return 1_000_000 + (state % 1000) * 40
  })
}

interface Task {
  readonly name: string
  readonly call: () => unknown
  /** What one call handles, for the rate. */
  readonly amount?: readonly { readonly count: number; readonly unit: string }[]
}

/** Functions of the core inside one warm process. */
export async function measureInProcess({ taskMs, taskCalls, streamBytes, campaignRuns }: Scale): Promise<Group> {
  const store = mkdtempSync(join(tmpdir(), 'capbench-inprocess-'))
  try {
    const { directory } = await syntheticCampaign(store, campaignRuns)
    const tasks = await tasksFor(directory, streamBytes, campaignRuns)
    return { name: 'in-process', lines: await measure(tasks, taskMs, taskCalls), bounds: [], skipped: [] }
  } finally {
    rmSync(store, { recursive: true })
  }
}

/** The same result with other samples, and the figures that follow from them. */
function withSamples(result: StoredResult, samples: readonly number[]): StoredResult {
  if (result.status !== 'passed') throw new Error(`a passed result was to be measured, not a ${result.status} one`)
  const { p95: _p95, p99: _p99, ...figures } = result.result.measurement
  const sorted = Float64Array.from(samples).sort()
  const [below = 0, above = 0] = sorted.subarray(samples.length / 2 - 1, samples.length / 2 + 1)
  const ends = { min: sorted[0] ?? 0, max: sorted[samples.length - 1] ?? 0, median: (below + above) / 2 }
  return {
    ...result,
    runs: { measured: samples.length, accepted: samples.length, warmups: 0, attempts: 0 },
    result: { measurement: { ...figures, ...ends, samples: [...samples] } },
  }
}

async function tasksFor(directory: string, streamBytes: number, campaignRuns: number): Promise<readonly Task[]> {
  const { describe, ratioOfMedians, parseStream } = await coreInternals()
  const resultBytes = readFileSync(resultFile(directory))
  const result = readCanonicalJson(resultBytes)
  const stream = streamOf(streamBytes)
  const { ok, records } = parseStream(stream, { nonce })
  if (!ok) throw new Error('the stream that is to be measured does not parse')
  const [few, others, many] = [samplesOf(20), samplesOf(41).slice(21), samplesOf(100_000)]
  const verification = await verifyEvidence(directory, { benchmarks })
  if (!verification.verified) throw new Error(`the synthetic campaign does not verify: ${JSON.stringify(verification)}`)
  const large = withSamples(result as unknown as StoredResult, many)
  const [json, message] = [canonicalBytes(large as unknown as typeof result), encodeResult(large)]
  const rate = [{ count: many.length, unit: 'samples/s' }]
  const size = [{ count: resultBytes.length / mebibyte, unit: 'MiB/s' }]
  return [
    { name: `write a stored result (${resultBytes.length} bytes)`, call: () => canonicalBytes(result), amount: size },
    { name: 'read a stored result, strictly', call: () => readCanonicalJson(resultBytes), amount: size },
    {
      name: 'canonical JSON of 1000 results',
      call: () => canonicalJson(Array.from({ length: 1000 }, () => result)),
      amount: [{ count: (1000 * resultBytes.length) / mebibyte, unit: 'MiB/s' }],
    },
    {
      name: 'write 100,000 samples as JSON',
      call: () => canonicalBytes(large as unknown as typeof result),
      amount: rate,
    },
    { name: "write 100,000 samples as Cap'n Proto", call: () => encodeResult(large), amount: rate },
    { name: 'read 100,000 samples as JSON', call: () => readCanonicalJson(json), amount: rate },
    { name: "read 100,000 samples as Cap'n Proto", call: () => decodeResult(message), amount: rate },
    { name: 'describe 20 samples', call: () => describe(few) },
    {
      name: 'describe 100,000 samples',
      call: () => describe(many),
      amount: rate,
    },
    { name: 'ratioOfMedians of 20 and 20 samples', call: () => ratioOfMedians(few, others, 0.9) },
    {
      name: `parse ${(stream.length / mebibyte).toFixed(2)} MiB of records`,
      call: () => parseStream(stream, { nonce }),
      amount: [
        { count: records.length, unit: 'records/s' },
        { count: stream.length / mebibyte, unit: 'MiB/s' },
      ],
    },
    {
      name: `verifyEvidence of ${2 * campaignRuns} runs`,
      call: () => verifyEvidence(directory, { benchmarks }),
      amount: [{ count: 2 * campaignRuns, unit: 'runs/s' }],
    },
  ]
}

function resultFile(directory: string): string {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const found = paths.find((path) => path.startsWith('results/') && path.endsWith('.json'))
  if (found === undefined) throw new Error(`no stored result among ${paths.join(', ')}`)
  return join(directory, found)
}

async function measure(tasks: readonly Task[], time: number, iterations: number): Promise<readonly Line[]> {
  const bench = new Bench({ time, iterations, warmup: time > 0, retainSamples: true, throws: true })
  for (const { name, call } of tasks) bench.add(name, call)
  await bench.run()
  return tasks.map(({ name, amount = [] }) => {
    const outcome = bench.getTask(name)?.result
    if (outcome?.state !== 'completed') throw new Error(`${name}: tinybench says ${outcome?.state ?? 'nothing'}`)
    const { min, p50, samplesCount } = outcome.latency
    const rates = amount.map(({ count, unit }) => `${Math.round((count * 1000) / p50).toLocaleString('en')} ${unit}`)
    const line: Line = { name, unit: 'us', n: samplesCount, min: min * 1000, median: p50 * 1000 }
    return rates.length > 0 ? { ...line, rate: rates.join(', ') } : line
  })
}
