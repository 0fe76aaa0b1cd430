import { type CampaignEvent, run, suite, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { good, toy } from '../pipeline/toy.ts'

/**
 * Runs a campaign of the toy and prints each event's type; `run N` after each run that it makes itself. Kills itself
 * without warning in the middle of run `dieIn` of the campaign, or, where that is `deriving`, before it publishes.
 *
 * Arguments: store, dieIn, resume, runs of each row.
 */
const [store = '', dieIn = '', resume = 'auto', runs = '3'] = process.argv.slice(2)
let order = 0
const die = () => process.kill(process.pid, 'SIGKILL')
const target = fakeTarget({
  name: 'fake',
  play: (request) => {
    if (dieIn === String(order)) die()
    return { ...good(request, { ns: 1000 + order }), console: new TextEncoder().encode(`run ${order}\n`) }
  },
})
const onEvent = (event: CampaignEvent) => {
  if (event.type === 'run-start') order = event.run.order
  if (event.type === 'run-end') process.stdout.write(`run ${event.run.order}\n`)
  if (event.type === 'resumed') process.stdout.write(`resumed ${event.runs}\n`)
  if (event.type === 'quarantined') process.stdout.write(`quarantined ${event.reason}\n`)
  if (event.type === 'deriving' && dieIn === 'deriving') die()
}
const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, {
  runs: Number(runs),
  warmups: 1,
})
const { directory } = await run(toys, { store, onEvent, resume: resume === 'auto' ? 'auto' : resume === 'true' })
process.stdout.write(`published ${directory}\n`)
