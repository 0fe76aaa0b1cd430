import { defineBenchmark } from '@capbench/core'
import { type RecordedTranscript, testBenchmark } from '@capbench/core/testing'
import { cpusHere, nonce, runToEnd, temporaryDirectory } from '@capbench/house-programs'
import { expect, test } from 'vitest'
import { elapsedNs } from '../src/metrics.ts'
import { partition } from '../src/partition.ts'
import { cyclesMetric, nsClock, primeDefinition, primeVerifier, smpPrimes } from '../src/smp-primes.ts'
import { built } from './support/program.ts'

const limit = 20_000

/** What the real program writes on this host. */
async function recorded(program: string, vcpus: number): Promise<RecordedTranscript> {
  const { code, stdout } = await runToEnd(program, [nonce, ...partition(limit, vcpus).map(String)])
  expect(code).toBe(0)
  return {
    case: `smp${vcpus}`,
    cpus: await cpusHere(),
    parameters: { limit },
    nonce,
    channels: { records: stdout },
  }
}

test('smp-primes keeps every promise of a definition, and no mutation of a real run is taken for one', async () => {
  const program = await built(temporaryDirectory())
  const transcripts = [await recorded(program, 1), await recorded(program, 1), await recorded(program, 4)]
  const report = await testBenchmark(smpPrimes, { transcripts, corpus: 'integers 2..limit, ascending' })
  const open = report.checks.filter(({ outcome }) => outcome !== 'pass')
  expect(open.map(({ name, outcome }) => [name, outcome])).toEqual([['the profile is no wider than needed', 'skip']])
  expect(report.passed).toBe(true)
})

test('a metric that is timed by the clock of another is reported by name', async () => {
  const program = await built(temporaryDirectory())
  const transcripts = [await recorded(program, 1)]
  const wrong = defineBenchmark({
    ...primeDefinition,
    requires: smpPrimes.requires,
    proofs: smpPrimes.proofs,
    verify: primeVerifier(),
    metrics: {
      elapsed: { unit: 'ns', clock: nsClock, better: 'lower', from: elapsedNs },
      cycles: { ...cyclesMetric, from: elapsedNs },
    },
  })
  const { checks } = await testBenchmark(wrong, { transcripts, corpus: 'integers 2..limit, ascending' })
  const failed = checks.filter(({ outcome }) => outcome === 'fail')
  expect(failed.map(({ name }) => name)).toEqual(['no reading is a time of two clocks'])
  expect(failed[0]?.details[0]).toMatch(
    /worker\.\w+Ns .* moves elapsed \(ns of .*\) and cycles \(cycles of user-cycle-/,
  )
})
