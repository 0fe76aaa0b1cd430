import { run, suite, withMethod } from '@capbench/core'
import { nativeHost } from '@capbench/host'
import { linuxGuest } from '@capbench/qemu'
import { sampleBench } from '../src/index.ts'

const guest = linuxGuest({})
const host = nativeHost({})
const all = suite({ name: 'sample', benchmarks: [sampleBench], targets: [guest, host] })
const campaign = await run(withMethod(all, sampleBench, { runs: 5 }))
for (const target of [guest, host]) {
  const result = campaign.result(sampleBench, target, 'smp1', 'elapsed')
  console.log(target.name, result.status === 'passed' ? `${result.measurement.median} ns` : result.reason)
}
console.log(campaign.directory)
