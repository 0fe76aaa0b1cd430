import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BenchmarkReport, testBenchmark } from '@capbench/core/testing'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import { corpusText, sampleBench } from '../src/benchmark.ts'

/** Few rounds: what is tested is the definition, not the machine. */
const small = { parameters: { rounds: 50_000 }, corpus: corpusText }

/** Every promise is kept; one that nobody could look at is not. */
function assertKept({ checks }: BenchmarkReport): void {
  const open = checks.filter(({ outcome }) => outcome !== 'pass')
  const faults = open.map(({ outcome, name, details }) => `${outcome}: ${name}: ${details.slice(0, 5).join('; ')}`)
  assert.deepEqual(faults, [])
}

test('the benchmark keeps its promises on this host', async () => {
  assertKept(await testBenchmark(sampleBench, { target: nativeHost({}), ...small }))
})

test('the benchmark keeps its promises in a Linux guest', async () => {
  assertKept(await testBenchmark(sampleBench, { target: linuxGuest({}), ...small }))
})
