import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { handCommand } from '@capbench/core'
import { expect, it } from 'vitest'
import { linuxGuest } from '../../src/linux/guest.ts'
import { temporaryDirectory } from '../helpers/directory.ts'
import { context, recordsOf, runGuest } from '../helpers/run-guest.ts'

it('the command of a run, given by hand in a shell, brings the same records', async () => {
  const guest = linuxGuest({ accelerator: 'tcg', pin: [0], cmdline: 'ignore_loglevel' })
  await guest.prepare(context)
  const run = await runGuest(guest)
  const hand = handCommand(run.command ?? null)
  if (!hand.repeatable) throw new Error(hand.why)
  const cwd = temporaryDirectory()
  const repeated = spawnSync('sh', ['-c', hand.line], { cwd, timeout: 60_000 })
  expect(repeated.status).toBe(33)
  expect(repeated.stdout.toString()).toContain('Linux version ')
  const { nonce, launcherNonce } = run.request
  const file = (name: string): string => readFileSync(join(cwd, name), 'latin1')
  expect(hand.files).toEqual(['records.log', 'diagnostics.log', 'launcher.log'])
  expect(recordsOf(file('records.log'), nonce)).toEqual(recordsOf(run.channels.records, nonce))
  const types = (text: string): readonly string[] => recordsOf(text, launcherNonce).map(({ type }) => type)
  expect(types(file('launcher.log'))).toEqual(types(run.channels.launcher))
})
