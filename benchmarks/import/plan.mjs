// node plan.mjs STORE: defines a benchmark and plans a suite of it; ends when the plan is there, before the first run.
import process from 'node:process'
import { defineNoop } from './noop.mjs'

const core = await import('@capbench/core')
const { fakeTarget } = await import('@capbench/core/testing')
const target = fakeTarget({ name: 'fake', play: () => ({}) })
const noops = core.suite({ name: 'noops', benchmarks: [defineNoop(core)], targets: [target] })
await core.run(noops, {
  store: process.argv[2],
  onEvent: ({ type }) => {
    if (type === 'planned') process.exit(0)
  },
})
process.exitCode = 1
