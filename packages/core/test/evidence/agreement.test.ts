import { join } from 'node:path'
import { verifyEvidence } from '@capbench/core'
import { beforeAll, expect, test } from 'vitest'
import { toy } from '../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../store.ts'
import { copyOf, edit, makeGolden, reseal } from './golden.ts'

const store = temporaryDirectoryForAll()
const work = join(store, 'copy')
let golden = ''
beforeAll(async () => {
  golden = await makeGolden(store)
})

/** A forger who has this package changes what `config.json` says of the benchmark, and seals it again. */
test.each<[string, (text: string) => string, string]>([
  ['drops the proofs', (text) => text.replace('"proofs":["toy-proof"]', '"proofs":[]'), 'of toy, proofs'],
  ['names a stricter verifier', (text) => text.replace('"name":"answer"', '"name":"stricter"'), 'of toy, verifier'],
  [
    'raises its version',
    (text) => text.replace('{"name":"answer","version":1}', '{"name":"answer","version":9}'),
    'verifier',
  ],
  ['names another partition', (text) => text.replaceAll('"partition":"none/1"', '"partition":"best/1"'), 'comparison'],
  ['lowers the threshold of a gate', (text) => text.replace('"atLeast":1.6', '"atLeast":1.1'), 'of toy, gates'],
  ['declares more nondeterminism', (text) => text.replace('"path":"ns"', '"path":"answer"'), 'nondeterminism'],
  ['changes the corpus', (text) => text.replace(/"corpus":\{"name":"none"/, '"corpus":{"name":"other"'), 'corpus'],
  ['changes the tier', (text) => text.replace('"tier":3', '"tier":4'), 'of toy, tier'],
  ['wants more authority', (text) => text.replace('"terms":["cpu",', '"terms":["device",'), 'authority'],
  [
    'raises a parser version',
    (text) =>
      text.replace(/"parser":\{"format":"framed\/1","version":1\}/, '"parser":{"format":"framed/1","version":7}'),
    'parser',
  ],
  [
    'breaks the bound of a parameter',
    (text) => text.replace('"parameters":{"size":10}', '"parameters":{"size":0}'),
    'size',
  ],
  ['adds a parameter', (text) => text.replace('"parameters":{"size":10}', '"parameters":{"size":10,"x":1}'), '"x"'],
  [
    'gives a case more CPUs',
    (text) => text.replace('{"name":"smp4","smt":false,"vcpus":4}', '{"name":"smp4","smt":false,"vcpus":2}'),
    'case smp4',
  ],
  ['calls a case SMT', (text) => text.replace('{"name":"smp4","smt":false', '{"name":"smp4","smt":true'), 'case smp4'],
])('evidence whose configuration %s than the definition is refused', async (_what, change, names) => {
  copyOf(golden, work)
  edit(work, 'config.json', change)
  reseal(work)
  const verification = await verifyEvidence(work, { benchmarks: [toy] })
  expect(verification.exitCode).toBe(2)
  const [detail] = verification.checks.find(({ name }) => name === 're-derive')?.details ?? []
  expect(detail).toContain('config.json')
  expect(detail).toContain(names)
})
