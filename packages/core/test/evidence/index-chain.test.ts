import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
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

async function indexCheck(of = directory) {
  const { checks } = await verifyEvidence(of, { benchmarks: [toy] })
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

test('a campaign that an index does not have is told of, also where its line was the last one', async () => {
  writeFileSync(index, `${text.split('\n')[0]}\n`)
  expect(await indexCheck()).toMatchObject({ outcome: 'fail', details: [expect.stringContaining('has no line for')] })
})

test('a campaign without a line is no fault while its publisher holds the lock, and one again afterwards', async () => {
  writeFileSync(index, `${text.split('\n')[0]}\n`)
  writeFileSync(`${index}.lock`, String(process.pid))
  expect(await indexCheck()).toMatchObject({ outcome: 'skipped', details: [expect.stringContaining('cut off')] })
  const [a = ''] = text.split('\n')
  writeFileSync(index, `${a.replace('"passed":2', '"passed":3')}\n${a}\n`)
  expect(await indexCheck()).toMatchObject({ outcome: 'fail' })
  rmSync(`${index}.lock`)
  expect(await indexCheck()).toMatchObject({ outcome: 'fail' })
})

test('a directory that is not named as its campaign is told of, with an index and without one', async () => {
  writeFileSync(index, text)
  const other = join(dirname(directory), '20200101T000000Z-0123456789ab')
  cpSync(directory, other, { recursive: true })
  const named = [expect.stringContaining(`the campaign in it is ${basename(directory)}`)]
  const missing = expect.stringContaining('has no line for')
  expect(await indexCheck(other)).toMatchObject({ outcome: 'fail', details: [...named, missing] })
  rmSync(index)
  expect(await indexCheck(other)).toMatchObject({ outcome: 'fail', details: named })
})

test('where there is no index nothing is checked, and the evidence is verified without', async () => {
  rmSync(index, { force: true })
  expect(await indexCheck()).toMatchObject({ outcome: 'skipped', details: [expect.stringContaining('has no index')] })
  const alone = join(store, 'alone')
  cpSync(directory, alone, { recursive: true })
  expect(await indexCheck(alone)).toMatchObject({ outcome: 'skipped', details: ['the directory lies in no store'] })
  expect(await verifyEvidence(alone, { benchmarks: [toy] })).toMatchObject({ verified: true, exitCode: 0, open: [] })
})
