import { smpPrimes } from '@capbench/bench-smp-primes'
import { choicesFrom } from '@capbench/cli'
import { run, suite, withParameters } from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'

const choices = choicesFrom(process.env) // CAPBENCH_PIN_CPUS and the like; all of it may be left out
const guest = linuxGuest(choices.linuxGuest)
const host = nativeHost(choices.native)
const primes = suite({ name: 'primes', benchmarks: [smpPrimes], targets: [guest, host] })
const campaign = await run(withParameters(primes, smpPrimes, { limit: 200_000 }), choices.run)
for (const target of [guest, host]) {
  const result = campaign.result(smpPrimes, target, 'smp2', 'elapsed')
  console.log(target.name, result.status === 'passed' ? result.measurement.median : result.reason)
}
