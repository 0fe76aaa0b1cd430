import { run, suite, withCases, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { good, toy } from '../pipeline/toy.ts'

/** Publishes campaigns of one run into a store, and says each directory: so many, or until it is killed. */
const [store = '', count = '1'] = process.argv.slice(2)
const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
const toys = withCases(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, ['smp1'])
const small = withMethod(toys, toy, { runs: 1, warmups: 0 })
for (let n = 0; n < Number(count); n++) {
  const { directory } = await run(small, { store })
  process.stdout.write(`${directory}\n`)
}
