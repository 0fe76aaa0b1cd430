import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handCommand } from '@capbench/core'
import { expect, onTestFinished, test } from 'vitest'
import { nativeHost } from '../../src/native/native-host.ts'
import { prepared, recording, requestFor } from './recording.ts'

test('the command of a run, given by hand in a shell, brings the same records', async () => {
  const target = await prepared(nativeHost())
  const { sink, bytes, commands } = recording()
  await target.execute(requestFor('bad', ['arguments', 'two words', "it's"]), sink, new AbortController().signal)
  const hand = handCommand(commands[0] ?? null)
  if (!hand.repeatable) throw new Error(hand.why)
  const cwd = mkdtempSync(join(tmpdir(), 'capbench-host-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  const repeated = spawnSync('sh', ['-c', hand.line], { cwd })
  expect(repeated.stdout.toString()).toBe(bytes('records').toString())
  expect(repeated.status).toBe(0)
  expect(hand.files).toEqual(['launcher.log'])
  expect(readFileSync(join(cwd, 'launcher.log'), 'utf8')).toMatch(/^@CB1 \S+ 0 begin .* end /s)
})
