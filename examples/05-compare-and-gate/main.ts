import { smpPrimes } from '@capbench/bench-smp-primes'
import { choicesFrom } from '@capbench/cli'
import {
  baselineBytes,
  compareEnvelopes,
  enforce,
  exportBaseline,
  ratioOf,
  readBaseline,
  regression,
  rowOf,
  run,
  suite,
  type Target,
  withCases,
  withGates,
  withMethod,
  withParameters,
} from '@capbench/core'
import { bareGuest, linuxGuest } from '@capbench/qemu'

const choices = choicesFrom(process.env)
const { kernel: _, ...machine } = choices.linuxGuest
const timeouts = { boot: 300_000 } // a busy host boots slowly, and this is not about boots
const linux = linuxGuest({ ...choices.linuxGuest, timeouts })
const bare = bareGuest({ ...machine, timeouts }) // the same machine without a system: the ceiling of any

const short = <const T extends readonly Target[]>(benchmark: typeof smpPrimes, targets: T, limit: number) => {
  const whole = suite({ name: 'short', benchmarks: [benchmark], targets })
  const small = withParameters(withCases(whole, benchmark, ['smp1']), benchmark, { limit })
  return withMethod(small, benchmark, { warmups: 0 })
}
const first = await run(short(smpPrimes, [linux, bare], 200_000), choices.run)

// Two systems: a ratio wants equal work, one unit and one envelope, and nothing here takes that on trust.
const [ours, ceiling] = [
  rowOf(first, first.result(smpPrimes, linux, 'smp1', 'elapsed')),
  rowOf(first, first.result(smpPrimes, bare, 'smp1', 'elapsed')),
]
for (const { result } of [ours, ceiling])
  console.log(result.target, result.status === 'passed' ? `${result.measurement.median} ns` : result.detail)
const { equal, identity } = compareEnvelopes(ours.side, ceiling.side)
console.log('one envelope:', equal, '- different by nature:', identity.map(({ field }) => field).join(', '))
const ratio = ratioOf(ours, ceiling)
if (ratio.outcome === 'ratio')
  console.log(`linux over bare: ${ratio.ratio.toFixed(3)}, within noise: ${ratio.withinNoise}, ${ratio.evidenceClass}`)
else console.log('no ratio:', ratio.obstacles.map(({ why }) => why).join(', '))
const cycles = ratioOf(
  rowOf(first, first.result(smpPrimes, linux, 'smp1', 'cycles')),
  rowOf(first, first.result(smpPrimes, bare, 'smp1', 'cycles')),
)
console.log('of cycles:', cycles.outcome, cycles.outcome === 'refused' ? cycles.obstacles[0].why : '')

// Today and later: the baseline is a small file for git, and counts only where it is about the same thing.
if (ceiling.result.status === 'passed') {
  const baseline = readBaseline(baselineBytes(exportBaseline(first)))
  const gated = withGates(smpPrimes, [regression({ at: 'smp1', metric: 'elapsed', baseline, runs: 5 })])
  for (const limit of [200_000, 210_000]) {
    const later = await run(enforce(short(gated, [bare], limit), gated, ['regression-smp1-elapsed']), choices.run)
    const gate = later.analysis.gates.find(({ enforced }) => enforced)
    console.log(`primes to ${limit}: ${gate?.verdict}, ${gate?.claim}, exit code ${later.exitCode}: ${gate?.detail}`)
  }
}
