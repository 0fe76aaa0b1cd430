import { smpPrimes } from '@capbench/bench-smp-primes'
import { run, suite, withMethod, withParameters } from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'

const guest = linuxGuest()
const host = nativeHost()
const primes = suite({ name: 'primes', benchmarks: [smpPrimes], targets: [guest, host] })
const quick = withMethod(withParameters(primes, smpPrimes, { limit: 200_000 }), smpPrimes, { runs: 1, warmups: 0 })
const campaign = await run(quick) // run(primes) for the real thing
for (const target of [guest, host]) {
  const result = campaign.result(smpPrimes, target, 'smp2', 'elapsed')
  if (result.status === 'passed') console.log(`${target.name}: ${result.measurement.median} ${result.measurement.unit}`)
  else console.log(`${target.name}: ${result.status}: ${result.reason}: ${result.detail}`)
}
console.log(campaign.directory)
