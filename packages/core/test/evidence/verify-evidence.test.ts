import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCampaign, type Verification, verifyEvidence } from '@capbench/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toy } from '../pipeline/toy.ts'
import { temporaryDirectoryForAll } from '../store.ts'
import { copyOf, edit, filesOf, makeGolden, rederive, reseal } from './golden.ts'

const store = temporaryDirectoryForAll()
const work = join(store, 'copy')
const tally = { tried: 0, caught: 0 }
let golden = ''

beforeAll(async () => {
  golden = await makeGolden(store)
})
afterAll(() => {
  expect(tally.caught).toBe(tally.tried)
})

const failures = ({ open }: Verification) => open
const verify = (directory: string) => verifyEvidence(directory, { benchmarks: [toy] })
/** Counts a mutation as caught where it fails and says so of the named file. */
async function expectCaught(what: string, ...names: readonly string[]): Promise<Verification> {
  tally.tried++
  const verification = await verify(work)
  const told = failures(verification).flatMap(({ details }) => details)
  const caught =
    !verification.verified &&
    verification.exitCode > 0 &&
    told.some((detail) => names.some((name) => detail.includes(name)))
  if (caught) tally.caught++
  else expect.soft(told, `${what} was to be told of as ${names.join(' or ')}`).toContain(names[0])
  return verification
}

test('the golden campaign verifies, and so does an untouched or resealed copy', async () => {
  copyOf(golden, work)
  expect(await verify(work)).toMatchObject({ verified: true, exitCode: 0 })
  reseal(work)
  expect(await verify(work)).toMatchObject({ verified: true, exitCode: 0 })
  await rederive(work)
  expect(await verify(work)).toMatchObject({ verified: true, exitCode: 0 })
  for (const path of filesOf(golden)) {
    expect(readFileSync(join(work, path)).equals(readFileSync(join(golden, path)))).toBe(true)
  }
})

describe('one digit, with both manifests made to fit', () => {
  /** Every file that carries figures, each with its last digit raised by one. */
  const raised = (text: string) => text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))

  test('in a derived file: re-derive names the file', async () => {
    const derived = filesOf(golden).filter((path) => /^(results\/|samples|analysis|summary|capbench)/.test(path))
    expect(derived.length).toBeGreaterThanOrEqual(7)
    for (const path of derived) {
      copyOf(golden, work)
      edit(work, path, raised)
      reseal(work)
      const verification = await expectCaught(path, `${path} does not follow from the raw evidence`)
      const alone = path.startsWith('results/') ? ['content'] : []
      expect(failures(verification).map(({ name }) => name)).toEqual([...alone, 're-derive'])
      expect(verification.exitCode).toBe(1)
    }
  })

  test('in the records of a run: its checksum refuses the row, however consistently the rest is forged', async () => {
    const logs = filesOf(golden).filter((path) => /^raw\/.*(records|launcher)\.log$/.test(path))
    expect(logs).toHaveLength(12)
    for (const path of logs) {
      copyOf(golden, work)
      edit(work, path, (text) => text.replace(/"(ns|userNs)":\d/, (found) => `${found}0`))
      const { length } = readFileSync(join(work, path))
      const name = path.split('/').at(-1)?.replace('.log', '')
      edit(work, path.replace(/[^/]+$/, 'run.json'), (text) =>
        text.replace(new RegExp(`("bytes":)\\d+(,"name":"${name}")`), `$1${length}$2`),
      )
      reseal(work)
      const caseName = path.split('/')[3] ?? ''
      await expectCaught(path, `results/toy/fake/${caseName}/elapsed.json does not follow`)
      await rederive(work)
      const row = (await readCampaign(work, [toy])).results.find((result) => result.case === caseName)
      expect(row).toMatchObject({ status: 'invalid', reason: 'records_lost' })
      expect(row !== undefined && 'detail' in row && row.detail).toContain('checksum')
    }
  })

  test('in any other raw file: it is named, or the hash of the raw half no longer follows', async () => {
    const raw = filesOf(golden).filter(
      (path) => /^(config|env|raw|proofs)/.test(path) && !/(records|launcher).log$/.test(path),
    )
    for (const path of raw) {
      copyOf(golden, work)
      edit(work, path, raised)
      reseal(work)
      await expectCaught(path, path, 'capbench.json does not follow', 'was made by')
    }
  })
})

describe('files', () => {
  test.each(['raw/toy/fake/smp1/001/extra.log', 'env/extra.txt', 'results/extra.json', 'notes.txt', 'raw/x'])(
    'added, with and without being listed: %s',
    async (path) => {
      copyOf(golden, work)
      writeFileSync(join(work, path), '{}')
      await expectCaught(path, `${path} is in no manifest`)
      reseal(work)
      await expectCaught(`${path}, listed`, path)
    },
  )

  test('in the wrong half are refused', async () => {
    copyOf(golden, work)
    for (const [from, to] of [
      ['evidence.sha256', 'derived.sha256'],
      ['derived.sha256', 'evidence.sha256'],
    ] as const) {
      const line = readFileSync(join(work, from), 'utf8').split('\n')[0] ?? ''
      const text = readFileSync(join(work, to), 'utf8')
      writeFileSync(
        join(work, to),
        `${[...text.trimEnd().split('\n'), line].sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('\n')}\n`,
      )
      await expectCaught(`${line.slice(66)} in ${to}`, line.slice(66))
      writeFileSync(join(work, to), text)
    }
  })
})
