import { run, suite, verifyEvidence, withCases, withMethod, withParameters } from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { temporaryDirectory } from '@capbench/house-programs'
import { bareGuest, linuxGuest } from '@capbench/qemu'
import { expect, it } from 'vitest'
import { hashChunks, hashChunksThreads } from '../src/hash-chunks.ts'

const work = { corpusBytes: 2 * 2 ** 20, chunkBytes: 2 ** 14, passes: 2 }
const both = [hashChunks, hashChunksThreads] as const
const metrics = ['elapsed-per-corpus', 'elapsed', 'throughput', 'cycles-per-byte', 'chunk', 'total']

it('a Linux guest, a bare guest and this host run both benchmarks, side by side and one comparison', async (ctx) => {
  const targets = [linuxGuest({ accelerator: 'tcg' }), bareGuest({ accelerator: 'tcg' }), nativeHost()]
  const all = suite({ name: 'hashing', benchmarks: both, targets })
  const quick = both.reduce<typeof all>(
    (suited, benchmark) =>
      withParameters(
        withMethod(withCases(suited, benchmark, ['smp1', 'smp2']), benchmark, { runs: 1, warmups: 0 }),
        benchmark,
        work,
      ),
    all,
  )
  const campaign = await run(quick, { store: temporaryDirectory(), oversubscribe: true, attempts: 1 })
  const missing = campaign.results.find((result) => result.status === 'unsupported')
  if (missing?.status === 'unsupported') ctx.skip(`${missing.target}: ${missing.detail}`)
  for (const { benchmark, target, case: name, metric, status } of campaign.results)
    expect([benchmark, target, name, metric, status]).toEqual([benchmark, target, name, metric, 'passed'])
  expect(campaign.results).toHaveLength(both.length * targets.length * 2 * metrics.length)
  for (const { name } of both) {
    const rows = campaign.results.filter(({ benchmark }) => benchmark === name)
    expect(new Set(rows.map(({ hashes }) => hashes.comparison)).size).toBe(1)
    expect(campaign.analysis.speedups.filter(({ benchmark }) => benchmark === name)).toMatchObject(
      targets.map(() => ({ metric: 'elapsed-per-corpus', from: 'smp1', to: 'smp2' })),
    )
    expect(campaign.analysis.gates.filter(({ benchmark }) => benchmark === name)).toHaveLength(targets.length)
  }
  const { checks } = await verifyEvidence(campaign.directory, { benchmarks: both })
  expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
}, 600_000)
