import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { protocol } from '@capbench/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { built, temporaryDirectory } from '../support/programs.ts'
import { readRecords } from '../support/records.ts'
import { nonce, runToEnd } from '../support/run.ts'

const directory = temporaryDirectory()
let [proof, bad] = ['', '']
beforeAll(async () => {
  proof = await built('proof-boot', directory)
  bad = await built('bad', directory)
})

test('a stream of the header has whole lines, all sequence numbers, and the count and CRC-32 of zlib', async () => {
  const { code, stdout, stderr } = await runToEnd(proof, [nonce])
  expect(code).toBe(0)
  expect(stderr).toBe('')
  expect(readRecords(stdout, nonce)).toMatchObject([
    { type: 'begin', value: { program: 'proof-boot', version: '1.0.0' } },
    { type: 'proof', value: { spawned: true, childExit: 7, echo: 'boot, spawn, exit' } },
    { type: 'end' },
  ])
})

test('the nonce for deliveries without one is taken', async () => {
  const { stdout } = await runToEnd(proof, ['-'])
  expect(readRecords(stdout, '-')).toHaveLength(3)
})

test.each(['', nonce.slice(1), `${nonce}0`, nonce.toUpperCase(), `${nonce.slice(1)} `])(
  'the nonce %j is refused with exit code 64, and no record is written',
  async (wrong) => {
    const { code, stdout, stderr } = await runToEnd(proof, [wrong])
    expect(code).toBe(64)
    expect(stdout).toHaveLength(0)
    expect(stderr).toContain('must be a nonce')
  },
)

test('the longest stream that the grammar allows is written; its records stay in order', async () => {
  const { code, stdout } = await runToEnd(bad, [nonce, 'burst', String(protocol.maxRecords - 2)])
  expect(code).toBe(0)
  expect(readRecords(stdout, nonce)).toHaveLength(protocol.maxRecords)
})

test('a record longer than a line may be ends the program with code 120, and none of it is written', async () => {
  const { code, stdout, stderr } = await runToEnd(bad, [nonce, 'overlong'])
  expect(code).toBe(120)
  expect(stdout.toString()).toBe(`@CB1 ${nonce} 0 begin {"program":"bad","version":"1.0.0"}\n`)
  expect(stderr).toContain('record longer than a line may be')
})

test('a record that cannot be written ends the program with code 120', async () => {
  const script = join(directory, 'full.sh')
  writeFileSync(script, 'exec "$1" "$2" >/dev/full\n')
  const { code, stderr } = await runToEnd('/bin/sh', [script, proof, nonce])
  expect(code).toBe(120)
  expect(stderr).toContain('cannot write record')
})

describe('programs that break the protocol are void to a reader', () => {
  test.each(['garbage', 'half-record', 'no-end', 'two-ends', 'foreign-nonce', 'repeated-seq', 'wrong-crc', 'empty'])(
    '%s ends with exit code 0',
    async (mode) => {
      const { code, stdout } = await runToEnd(bad, [nonce, mode])
      expect(code).toBe(0)
      expect(() => readRecords(stdout, nonce)).toThrow()
    },
  )
})

test('a mode that does not exist is refused', async () => {
  expect(await runToEnd(bad, [nonce, 'nonsense'])).toMatchObject({ code: 64, stderr: 'bad: unknown mode "nonsense"\n' })
})
