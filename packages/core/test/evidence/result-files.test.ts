import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalBytes, decodeResult, encodeResult, type StoredResult } from '@capbench/core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/define/json.ts'
import { openDirectory } from '../../src/evidence/directory.ts'
import { resultFileFaults } from '../../src/evidence/result-files.ts'
import { temporaryDirectoryForAll } from '../store.ts'
import { copyOf, filesOf, makeGolden } from './golden.ts'

const store = temporaryDirectoryForAll()
const work = join(store, 'copy')
const path = 'results/toy/fake/smp1/elapsed'
let golden = ''
beforeAll(async () => {
  golden = await makeGolden(store)
})

const faults = () => resultFileFaults(openDirectory(work)).join('\n')
const stored = (): StoredResult => JSON.parse(readFileSync(join(work, `${path}.json`), 'utf8'))
function put(json: StoredResult, message: StoredResult = json): void {
  writeFileSync(join(work, `${path}.json`), canonicalBytes(json as unknown as JsonObject))
  writeFileSync(join(work, `${path}.bin`), encodeResult(message))
}

describe('without any definition, of a stored result', () => {
  test('each has both encodings, and they say the same', () => {
    copyOf(golden, work)
    const results = filesOf(work).filter((file) => file.startsWith('results/'))
    expect(results.filter((file) => file.endsWith('.bin')).map((file) => file.replace(/bin$/, 'json'))).toEqual(
      results.filter((file) => file.endsWith('.json')),
    )
    for (const file of results.filter((each) => each.endsWith('.bin'))) {
      const decoded = decodeResult(readFileSync(join(work, file)))
      const json = readFileSync(join(work, file.replace(/bin$/, 'json')))
      expect(Buffer.from(canonicalBytes(decoded as unknown as JsonObject)).equals(json)).toBe(true)
    }
    expect(faults()).toBe('')
  })

  test.each<readonly [string, (result: StoredResult) => void, string]>([
    ['another message', (result) => put(result, { ...result, notes: 'better' }), '.bin differs from the JSON'],
    ['another place', (result) => put({ ...result, metric: 'other' }), 'holds another result'],
    ['no message', () => rmSync(join(work, `${path}.bin`)), '.bin: '],
    ['half a message', () => writeFileSync(join(work, `${path}.bin`), Buffer.alloc(12)), 'not a number of whole words'],
    ['no result', () => writeFileSync(join(work, `${path}.json`), '{"status":"passed"}'), 'is no result'],
    ['no JSON', () => writeFileSync(join(work, `${path}.json`), '{"status":"passed"'), 'is not JSON'],
  ])('%s is told', (_what, change, message) => {
    copyOf(golden, work)
    change(stored())
    expect(faults()).toContain(message)
    expect(faults()).toContain(path)
  })
})
