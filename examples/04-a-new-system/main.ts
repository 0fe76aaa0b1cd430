import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { choicesFrom } from '@capbench/cli'
import { defineAuthorityProfile, defineBenchmark, lines, run, smp, suite, Type, verdictOf } from '@capbench/core'
import { imageGuest } from '@capbench/qemu'

// Your build makes the image; here it is one boot sector.
const target = join(import.meta.dirname, 'target')
const image = join(target, 'system.img')
mkdirSync(target, { recursive: true })
const flags = ['-m32', '-nostdlib', '-static', '-Wl,-Ttext=0x7c00,--oformat=binary,--build-id=none']
execFileSync('gcc', [...flags, join(import.meta.dirname, 'system.s'), '-o', image])

const tiny = imageGuest({
  name: 'tiny',
  system: 'tiny', // your own word
  disk: image,
  memoryMiB: 16,
  boot: [{ wait: 'n? ' }], // where a workload can begin
  timeouts: { boot: 300_000 }, // emulated, on a busy host
  exit: { by: 'debug-exit', code: 33 }, // what no crash gives
  provenance: { source: 'system.s', build: flags.join(' ') },
})

/** The right answer, by arithmetic that has nothing in common with that of the system. */
function sumOfLengths(upTo: number): number {
  let steps = 0
  for (let n = 1; n <= upTo; n++)
    for (let value = n; value !== 1; steps++) value = value % 2 === 0 ? value / 2 : 3 * value + 1
  return steps
}

const collatz = defineBenchmark({
  name: 'collatz',
  version: '1.0.0',
  module: import.meta.url,
  tier: 3,
  lineage: { inspiredBy: [], unsatisfied: [], official: false },
  parameters: Type.Object({ upTo: Type.Integer({ default: 100_000, minimum: 1, maximum: 100_000 }) }),
  cases: [smp(1)],
  corpus: { name: 'the integers 1..upTo', sha256: '0'.repeat(64) },
  backing: 'none',
  authority: defineAuthorityProfile({ name: 'collatz', terms: ['cpu', 'clock.cycles'] }),
  requires: [],
  unsupportedPolicy: 'not ported',
  workloads: {
    tiny: {
      form: 'console',
      dialogue: ({ parameters: { upTo } }) => [
        { send: `${upTo}\r` },
        { wait: 'n? ', timeoutMs: 60_000 }, // the answer is there, and the next question
        { send: '0\r' }, // leave
      ],
    },
  },
  comparison: { partition: 'none/1', timedRegion: 'all sequences, between two readings of the counter' },
  nondeterminism: [{ path: 'ticks', rule: 'any', why: 'it is what is measured' }],
  proofs: [],
  parser: lines({
    pattern: /sum (?<sum>\d+) ticks (?<ticks>\d+)\./,
    final: 'bye',
    exit: 33,
    observe: ([line]) => ({ sum: Number(line?.sum), ticks: Number(line?.ticks) }),
  }),
  verify: {
    name: 'sum-of-lengths',
    version: 1,
    judge: ({ sum }, { parameters: { upTo } }) => {
      const wanted = sumOfLengths(upTo)
      return verdictOf({ sum: sum === wanted ? undefined : `it is ${wanted}, ${sum} came` })
    },
  },
  metrics: {
    elapsed: {
      unit: 'scaled-cycles',
      scale: '2^-20',
      clock: 'user-cycle-counter',
      better: 'lower',
      from: ({ ticks }) => ticks,
    },
  },
  method: { warmup: { runs: 0, why: 'every run is a boot' }, runs: 5, timeoutMs: 60_000 },
})

const campaign = await run(
  suite({ name: 'tiny', benchmarks: [collatz], targets: [tiny] }),
  choicesFrom(process.env).run,
)
const result = campaign.result(collatz, tiny, 'smp1', 'elapsed')
if (result.status !== 'passed') console.log(`${result.status}: ${result.reason}: ${result.detail}`)
else console.log(`${result.measurement.median} scaled cycles, ${result.runs.accepted} boots`, ...result.classReasons)
