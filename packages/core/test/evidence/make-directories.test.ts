import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, suite } from '@capbench/core'
import { expect, test } from 'vitest'
import { makeDirectories } from '../../src/evidence/make-directories.ts'
import { openStage } from '../../src/evidence/stage.ts'
import { eventfulTarget } from '../pipeline/campaign.ts'
import { good, toy } from '../pipeline/toy.ts'
import { temporaryDirectory } from '../store.ts'

test('makes what is missing, and what is there already', () => {
  const path = join(temporaryDirectory(), 'a', 'b', 'c')
  makeDirectories(path)
  makeDirectories(path)
  expect(statSync(path).isDirectory()).toBe(true)
})

test('below a file is an error', () => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  expect(() => makeDirectories(join(file, 'a', 'b'))).toThrow('file')
  expect(() => makeDirectories(file)).toThrow('EEXIST')
})

test('a store on procfs, where Node makes directories for ever, is refused at once and by name', async (context) => {
  if (!existsSync('/proc/self')) context.skip('there is no procfs')
  const store = '/proc/no-such-store/here'
  expect(() => openStage(store, '20260101T000000Z-toys-00000000')).toThrow(
    expect.objectContaining({ code: 'CAPBENCH_STORE', message: expect.stringContaining('/proc/no-such-store') }),
  )
  const toys = suite({ name: 'toys', benchmarks: [toy], targets: [eventfulTarget((request) => good(request), {})] })
  await expect(run(toys, { store })).rejects.toMatchObject({ code: 'CAPBENCH_STORE' })
})
