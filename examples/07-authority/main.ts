import { hashChunks } from '@capbench/bench-hash-chunks'
import { osPrimitives, osPrimitivesWith } from '@capbench/bench-osbench'
import { choicesFrom } from '@capbench/cli'
import {
  attenuate,
  defineAuthorityProfile,
  isWithin,
  run,
  suite,
  withAuthority,
  withCases,
  withMethod,
  withParameters,
} from '@capbench/core'
import { auditAuthority } from '@capbench/core/testing'
import { nativeHost } from '@capbench/host'

const choices = choicesFrom(process.env)
const host = nativeHost(choices.native)
const small = { corpusBytes: 2 ** 20, chunkBytes: 2 ** 12, passes: 1 }

const once = <B extends typeof hashChunks | typeof osPrimitives>(benchmark: B) => {
  const one = withCases(suite({ name: 'authority', benchmarks: [benchmark], targets: [host] }), benchmark, ['smp1'])
  return withMethod(one, benchmark, { runs: 1, warmups: 0 })
}

// The profile of a workload is a value too. With less than it needs, its first reach beyond ends the run.
const own = hashChunks.authority
const alone = attenuate(own, 'process.spawn')
console.log(`${own.name} may: ${own.terms.join(', ')}; less is within it: ${isWithin(alone, own)}`)
for (const profile of [own, alone]) {
  const suiteOfOne = once(withAuthority(hashChunks, profile))
  const campaign = await run(withParameters(suiteOfOne, hashChunks, small), choices.run)
  const result = campaign.result(hashChunks, host, 'smp1', 'elapsed')
  if (result.status === 'passed') console.log(profile.terms.length, 'terms: passed,', result.authority.enforcement)
  else console.log(profile.terms.length, `terms: ${result.status}, ${result.reason}: ${result.detail}`)
}

// With more than it needs, nothing happens until somebody looks: each term is taken away in turn.
const generous = defineAuthorityProfile({ name: own.name, terms: [...own.terms, 'net.loopback'] })
const audit = await auditAuthority({
  benchmark: withAuthority(hashChunks, generous),
  target: host,
  caseName: 'smp1',
  parameters: small,
})
for (const { term, outcome } of audit.terms) console.log('audit:', term, outcome)

// A benchmark of many parts loses only those that need the term, and is never asked to try them.
const withoutPipes = osPrimitivesWith({ authority: attenuate(osPrimitives.authority, 'ipc.pipe') })
const primitives = await run(withParameters(once(withoutPipes), withoutPipes, { budgetMs: 20 }), choices.run)
const lost = primitives.results.filter((result) => result.status === 'unsupported' && result.cause === 'no_authority')
console.log(`os-primitives without pipes: no ${lost.map(({ metric }) => metric).join(', ')}`)
const others = primitives.results.filter((result) => !lost.includes(result))
const outcomes = Map.groupBy(others, (result) => (result.status === 'passed' ? 'passed' : result.reason))
console.log('its others:', [...outcomes].map(([outcome, results]) => `${results.length} ${outcome}`).join(', '))
