import { join } from 'node:path'
import { readCampaign, verifyEvidence } from '@capbench/core'
import { beforeAll, expect, test } from 'vitest'
import { copyOf, edit, makeGolden, rederive, reseal } from '../evidence/golden.ts'
import { toy } from '../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../store.ts'

const store = temporaryDirectoryForAll()
const work = join(store, 'copy')
let golden = ''
beforeAll(async () => {
  golden = await makeGolden(store)
})

const repeated = (pattern: RegExp) => (text: string) => text.replace(pattern, (found) => `${found},${found}`)

test.each<[string, (text: string) => string, string]>([
  ['case', repeated(/\{"name":"smp1","smt":false,"vcpus":1\}/), 'for toy on fake the case smp1 twice'],
  ['target', repeated(/\{"arch":[^{]*\{[^}]*\}[^}]*"name":"fake"[^}]*\}/), 'the target fake twice'],
  ['proof', (text) => text.replace('["toy-proof"]', '["toy-proof","toy-proof"]'), 'for toy the proof toy-proof twice'],
  [
    'entry',
    (text) => text.replace(/"entries":\[(.*?)\],"maxChannelBytes"/, '"entries":[$1,$1],"maxChannelBytes"'),
    'twice',
  ],
  [
    'benchmark',
    (text) => text.replace(/"benchmarks":\[(.*?)\],"entries"/, '"benchmarks":[$1,$1],"entries"'),
    'the benchmark toy twice',
  ],
  [
    'gate',
    (text) => text.replace(/"gates":\[(.*?)\],"lineage"/, '"gates":[$1,$1],"lineage"'),
    'the gate speedup-smp1-smp2 twice',
  ],
])('a %s that config.json names twice is refused by the check of the content', async (_what, change, told) => {
  copyOf(golden, work)
  edit(work, 'config.json', change)
  reseal(work)
  const { checks, verified, exitCode } = await verifyEvidence(work, { benchmarks: [toy] })
  const content = checks.find(({ name }) => name === 'content')
  expect(content?.outcome).toBe('fail')
  expect(content?.details.join('\n')).toContain(told)
  expect(verified).toBe(false)
  expect(exitCode).toBeGreaterThan(0)
})

test('nothing is derived from a name that stands there a hundred thousand times, by nobody', async () => {
  copyOf(golden, work)
  const one = '{"name":"smp1","smt":false,"vcpus":1}'
  edit(work, 'config.json', (text) => text.replace(one, new Array(100_000).fill(one).join(',')))
  reseal(work)
  const { checks } = await verifyEvidence(work, { benchmarks: [toy] })
  expect(checks.find(({ name }) => name === 'content')?.details).toContain(
    'config.json names for toy on fake the case smp1 twice',
  )
  expect(checks.find(({ name }) => name === 're-derive')).toMatchObject({ outcome: 'fail' })
  await expect(readCampaign(work, [toy])).rejects.toThrow('the case smp1 twice')
  await expect(rederive(work)).rejects.toThrow('the case smp1 twice')
})
