import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, suite, verifyEvidence, withMethod } from '@capbench/core'
import { fakeTarget } from '@capbench/core/testing'
import { beforeAll, expect, test } from 'vitest'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../store.ts'

const store = temporaryDirectoryForAll()
const index = join(store, 'index.jsonl')
const target = fakeTarget({ name: 'fake', play: (request) => good(request) })
const toys = withMethod(suite({ name: 'toys', benchmarks: [toy], targets: [target] }), toy, { runs: 1, warmups: 0 })
let directory = ''
let text = ''

beforeAll(async () => {
  await run(toys, { store })
  directory = (await run(toys, { store })).directory
  await run(toys, { store })
  text = readFileSync(index, 'utf8')
})

async function indexCheck() {
  const { checks } = await verifyEvidence(directory, { benchmarks: [toy] })
  return checks.find(({ name }) => name === 'index')
}

test('an untouched index passes, also while a writer has begun a line', async () => {
  expect(await indexCheck()).toMatchObject({ outcome: 'pass' })
  writeFileSync(index, `${text}{"begun`)
  expect(await indexCheck()).toMatchObject({ outcome: 'pass' })
})

test.each<[string, (lines: readonly string[]) => readonly string[], RegExp]>([
  ['edited', ([a = '', ...rest]) => [a.replace('"passed":2', '"passed":3'), ...rest], /line 2 does not follow/],
  ['removed', ([, ...rest]) => rest, /line 1 does not follow/],
  ['swapped', ([a = '', b = '', ...rest]) => [b, a, ...rest], /line 1 does not follow/],
  [
    'of another digest',
    ([a = '', b = '', c = '']) => [a, b.replace(/"campaignDigest":"./, '"campaignDigest":"x'), c],
    /has the digest x/,
  ],
])('a line that was %s is told of', async (_how, change, told) => {
  const lines = text.trimEnd().split('\n')
  writeFileSync(index, `${change(lines).join('\n')}\n`)
  const check = await indexCheck()
  expect(check?.outcome).toBe('fail')
  expect(check?.details.join('\n')).toMatch(told)
})
